// Verifies DSSE envelopes with @sigstore/core, which nobody here wrote, and wants it to refuse every flipped bit.
// Reads {envelopes: [...], keys: [{keyid, name, keytype, keyval: {public}}]} from standard input and writes one JSON
// object a line: {holds, told}, the last one {ended: true}. A run without that line proves nothing.
import { readFileSync } from "node:fs";
import { crypto, dsse } from "@sigstore/core";

const given = JSON.parse(readFileSync(0, "utf8"));
const RAW_ED25519 = Buffer.from("302a300506032b6570032100", "hex");
const PAYLOAD_BITS = 400;

function say(holds, told) {
  process.stdout.write(JSON.stringify({ holds, told }) + "\n");
}

const keyOf = ({ keytype, keyval }) =>
  keytype === "ed25519"
    ? crypto.createPublicKey(Buffer.concat([RAW_ED25519, Buffer.from(keyval.public, "hex")]))
    : crypto.createPublicKey(keyval.public);

const algorithmOf = ({ keytype }) => (keytype === "ed25519" ? undefined : "sha256");

function verifies(type, payload, signature, key) {
  return crypto.verify(dsse.preAuthEncoding(type, payload), keyOf(key), signature, algorithmOf(key));
}

function flipped(bytes, bit) {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] ^= 1 << (bit & 7);
  return copy;
}

for (const envelope of given.envelopes) {
  const payload = Buffer.from(envelope.payload, "base64");
  const { predicateType } = JSON.parse(payload);
  for (const { keyid, sig } of envelope.signatures) {
    const signature = Buffer.from(sig, "base64");
    const key = given.keys.find((one) => one.keyid === keyid);
    const what = `${predicateType.split("/").slice(-2).join(" ")}, ${key.keytype}`;
    const good = (type, bytes, mark, whose = key) => verifies(type, bytes, mark, whose);
    say(good(envelope.payloadType, payload, signature), `${what}: accepted`);
    const marks = [...Array(signature.length * 8).keys()];
    const passed = marks.filter((bit) => good(envelope.payloadType, payload, flipped(signature, bit)));
    say(passed.length === 0, `${what}: ${marks.length - passed.length} of ${marks.length} flipped bits of the signature refused`);
    const step = Math.max(1, Math.floor((payload.length * 8) / PAYLOAD_BITS));
    const bits = [...Array(PAYLOAD_BITS).keys()].map((number) => (number * step) % (payload.length * 8));
    const taken = bits.filter((bit) => good(envelope.payloadType, flipped(payload, bit), signature));
    say(taken.length === 0, `${what}: ${bits.length - taken.length} of ${bits.length} flipped bits of the payload refused`);
    say(!good("text/plain", payload, signature), `${what}: another payload type refused`);
    const others = given.keys.filter((one) => one.keyid !== keyid);
    say(others.every((other) => !good(envelope.payloadType, payload, signature, other)), `${what}: other keys refused`);
  }
}
process.stdout.write(JSON.stringify({ ended: true }) + "\n");
