// Signs in at an identity mock with openid-client, a certified client that nobody here wrote, and wants it to refuse
// bad tokens. Reads one JSON object from standard input:
//   {discovery, client_id, client_secret, redirect_uri, scope, parameters, control, token}
// and writes one JSON object a line: {holds, told}, the last one {ended: true}. A run without that line proves nothing.
import { readFileSync } from "node:fs";
import * as client from "openid-client";

const given = JSON.parse(readFileSync(0, "utf8"));
const claimIs = (name) => (error) => error.code === "OAUTH_JWT_CLAIM_COMPARISON_FAILED" && claimOf(error) === name;
const saying = (pattern) => (error) => pattern.test(`${error.code} ${causes(error)}`);
// What the mock can be told to do wrong, and how the client must word its refusal: another one proves nothing.
const MISBEHAVIOURS = [
  { name: "wrong-nonce", refused: claimIs("nonce") },
  { name: "wrong-issuer", refused: claimIs("iss") },
  { name: "wrong-key", arguments: { kid: "unknown" }, refused: saying(/KEY_SELECTION_FAILED/) },
  { name: "wrong-key", arguments: { kid: "current" }, refused: saying(/signature verification failed/) },
  { name: "wrong-audience", refused: claimIs("aud") },
  { name: "expired-token", refused: saying(/JWT_TIMESTAMP_CHECK.*exp/) },
  { name: "unsigned-token", refused: saying(/alg/) },
  { name: "wrong-state", refused: saying(/"state"/) },
  { name: "wrong-subject", refused: saying(/"sub"/) },
];
const HOPS = 10;

function say(holds, told) {
  process.stdout.write(JSON.stringify({ holds, told }) + "\n");
}

function* chain(error) {
  for (let one = error; one; one = one.cause) yield one;
}

const causes = (error) => [...new Set([...chain(error)].map((one) => one.message).filter(Boolean))].join(": ");
const claimOf = (error) => [...chain(error)].map((one) => one.claim).find(Boolean);
const told = (error) =>
  `${error.error ?? error.code ?? error.name}: ${error.error_description ?? (causes(error) || error)}`;

// A configuration of its own each time: the client would remember keys.
async function discover() {
  const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
  const authentication = client.ClientSecretPost(given.client_secret);
  return client.discovery(new URL(given.discovery), given.client_id, undefined, authentication, options);
}

async function begin(config) {
  const verifier = client.randomPKCECodeVerifier();
  const sent = {
    redirect_uri: given.redirect_uri,
    scope: given.scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    nonce: client.randomNonce(),
    state: client.randomState(),
    ...given.parameters,
  };
  return { verifier, sent, back: await browse(client.buildAuthorizationUrl(config, sent)) };
}

// What the user's browser does: follow redirects, keep cookies, and where a page asks who signs in, submit its form as
// it stands. Gives the address at the province to which the user is sent back.
async function browse(url) {
  const cookies = new Map();
  let body;
  for (let hop = 0; hop < HOPS; hop += 1) {
    const headers = { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) cookies.set(...cookie.split(";")[0].split(/=(.*)/s, 2));
    const text = await answer.text();
    const location = answer.headers.get("location");
    if (location) {
      [url, body] = [new URL(location, url), undefined];
      if (url.href.startsWith(given.redirect_uri)) return url;
    } else if (answer.ok && /<form/i.test(text)) {
      ({ url, body } = submission(text, url));
    } else {
      throw new Error(`${url.pathname} answers ${answer.status} and neither redirects nor asks: ${text.slice(0, 200)}`);
    }
  }
  throw new Error(`no way back to the province after ${HOPS} steps`);
}

const ENTITIES = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function unescaped(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );
}

// The form of a page with the first choice of each group, as it goes to the server.
function submission(page, url) {
  const attribute = (tag, name) => {
    const found = tag.match(new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i"));
    return found && unescaped(found[1] ?? found[2] ?? found[3]);
  };
  const [form] = page.match(/<form[\s\S]*?<\/form>/i);
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<(?:input|button|option)\b[^>]*>/gi)) {
    const name = /^<option/i.test(tag) ? attribute(form.match(/<select\b[^>]*>/i)[0], "name") : attribute(tag, "name");
    if (name && !fields.has(name)) fields.set(name, attribute(tag, "value") ?? "");
  }
  const target = new URL(attribute(form.match(/<form\b[^>]*>/i)[0], "action") ?? url, url);
  if ((attribute(form.match(/<form\b[^>]*>/i)[0], "method") ?? "get").toLowerCase() === "post") {
    return { url: target, body: fields };
  }
  target.search = fields;
  return { url: target, body: undefined };
}

async function signIn({ withoutVerifier = false, verifier, state, nonce } = {}) {
  const config = await discover();
  const begun = await begin(config);
  const checks = {
    pkceCodeVerifier: withoutVerifier ? undefined : (verifier ?? begun.verifier),
    expectedNonce: nonce ?? begun.sent.nonce,
    expectedState: state ?? begun.sent.state,
    idTokenExpected: true,
  };
  return { config, begun, checks, tokens: await client.authorizationCodeGrant(config, begun.back, checks) };
}

async function refuses(what, act, expected) {
  try {
    await act();
    say(false, `${what}: accepted`);
  } catch (error) {
    say(expected(error), `${what}: refused, ${told(error)}`);
  }
}

async function control(method, path, body) {
  const answer = await fetch(`${given.control}/control/1/${path}`, {
    method,
    headers: { authorization: `Bearer ${given.token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`control ${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : undefined;
}

async function misbehaves(wish) {
  const named = [wish.name, ...Object.values(wish.arguments ?? {})].join(" ");
  await control("POST", "behaviours", { name: wish.name, times: 1, arguments: wish.arguments ?? {} });
  await refuses(`the mock is told ${named}; the client`, signInAndAsk, wish.refused);
  const { behaviours } = await control("GET", "behaviours");
  const hits = behaviours.filter((row) => row.name === wish.name).map((row) => row.hits);
  say(hits.length === 1 && hits[0] === 1, `${named}: the mock misbehaved ${hits.join(", ") || 0} time(s)`);
  await control("DELETE", "behaviours");
}

async function signInAndAsk() {
  const { config, tokens } = await signIn();
  return client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
}

async function main() {
  const { config, begun, tokens, checks } = await signIn();
  const server = config.serverMetadata();
  const claims = tokens.claims();
  say(true, `authorisation code, PKCE ${begun.sent.code_challenge_method}, nonce: signed in at ${server.issuer}`);
  say(claims.nonce === begun.sent.nonce, "the ID token carries the nonce that was sent");
  const { alg } = headerOf(tokens.id_token);
  say(Boolean(claims.sub), `the ID token has sub, acr ${claims.acr ?? "none"}, signed ${alg}`);
  const user = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  say(user.sub === claims.sub, `userinfo is about the same subject, ${Object.keys(user).length} claims`);

  const grantRefused = (error) => ["invalid_grant", "invalid_request"].includes(error.error);
  const again = () => client.authorizationCodeGrant(config, begun.back, checks);
  const [verifier, nonce, state] = [client.randomPKCECodeVerifier(), client.randomNonce(), client.randomState()];
  await refuses("a code is used twice; the mock", again, grantRefused);
  await refuses("another PKCE verifier; the mock", () => signIn({ verifier }), grantRefused);
  await refuses("no PKCE verifier; the mock", () => signIn({ withoutVerifier: true }), grantRefused);
  await refuses("another nonce is expected; the client", () => signIn({ nonce }), claimIs("nonce"));
  await refuses("another state is expected; the client", () => signIn({ state }), saying(/"state"/));

  const second = await signIn();
  const ask = () => client.fetchUserInfo(second.config, second.tokens.access_token, second.tokens.claims().sub);
  await ask();
  await client.tokenRevocation(second.config, second.tokens.access_token);
  await refuses("a revoked token at userinfo; the mock", ask, (error) => error.status === 401);
  const { kid: before } = headerOf(second.tokens.id_token);
  await control("POST", "keys/rotate", {});
  const { kid: after } = headerOf((await signIn()).tokens.id_token);
  say(before !== after, "the mock's key is rotated; the client finds the new one and signs in");

  for (const wish of MISBEHAVIOURS) await misbehaves(wish);
  say(Boolean((await signInAndAsk()).sub), "after that the mock behaves and the client signs in again");
}

const headerOf = (token) => JSON.parse(Buffer.from(token.split(".")[0], "base64url"));

try {
  await main();
} catch (error) {
  say(false, `sign-in did not complete: ${told(error)}`);
}
process.stdout.write(JSON.stringify({ ended: true }) + "\n");
