-- Pages of all three pools in turn (a search without a session leads to signing in); counts what fails.
local paths = { "/healthz", "/login", "/search" }
local at = 0
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init()
    bad = 0
end

function request()
    at = at % #paths + 1
    return wrk.format("GET", paths[at])
end

function response(status)
    if status >= 400 then
        bad = bad + 1
    end
end

function done(summary)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.timeout
    for _, thread in ipairs(threads) do
        failed = failed + thread:get("bad")
    end
    io.write(string.format("failed %d of %d\n", failed, summary.requests))
end
