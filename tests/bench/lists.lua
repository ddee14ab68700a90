-- Requests for wrk by lists: one of the addresses in a file, another one each time, each by
-- another person.
--
--     wrk … -s lists.lua URL -- PEOPLE ADDRESSES
--
-- PEOPLE: COOKIE, SECRET and PUBLIC of an API token, a person each line. ADDRESSES: a line each; those
-- that begin with /api are asked for with the token, as clients of Langfuse with its pair. Prints a
-- line: REQUESTS FAILED P50_US P95_US.

local people, addresses = {}, {}

local base64 = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "base64.lua")

function init(args)
    for line in io.lines(args[1]) do
        local cookie, secret, public = line:match("^(%S+) (%S+) (%S+)")
        table.insert(people, {Cookie = cookie, Authorization = "Basic " .. base64(public .. ":" .. secret),
                              bearer = "Bearer " .. secret})
    end
    for line in io.lines(args[2]) do
        table.insert(addresses, line)
    end
    math.randomseed(os.time())
end

function request()
    local person = people[math.random(#people)]
    local address = addresses[math.random(#addresses)]
    if address:match("^/api/public/") then
        return wrk.format("GET", address, {Authorization = person.Authorization})
    elseif address:match("^/api/") then
        return wrk.format("GET", address, {Authorization = person.bearer})
    end
    return wrk.format("GET", address, {Cookie = person.Cookie})
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("result %d %d %d %d\n", summary.requests,
                           errors.status + errors.connect + errors.read + errors.write +
                           errors.timeout, latency:percentile(50), latency:percentile(95)))
end
