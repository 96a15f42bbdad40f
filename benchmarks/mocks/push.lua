-- Pushes for wrk: the bodies of a file, a new dossier code in each, and a count of what was accepted and refused.
-- PUSHES: the file, one request a line as `v` or `i` (valid, invalid), head and body as Lua strings. FIRST: first code.
local pushes = dofile(os.getenv("PUSHES"))
local code = tonumber(os.getenv("FIRST"))
local place = 0
invalid, accepted, refused = 0, 0, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function request()
  place = place % #pushes + 1
  code = code + 1
  local push = pushes[place]
  if not push[1] then invalid = invalid + 1 end
  return push[2] .. string.format("H56.14-261122-%07d", code) .. push[3]
end

function response(status, headers, body)
  if status == 200 and not string.find(body, '"error_code":"-1"', 1, true) then
    accepted = accepted + 1
  else
    refused = refused + 1
  end
end

function done(summary, latency, requests)
  local thread = threads[1]
  io.write(string.format(
    'RESULT {"accepted": %d, "refused": %d, "invalid": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "broken": %d}\n',
    thread:get("accepted"), thread:get("refused"), thread:get("invalid"), summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
