-- Requests for wrk by lists: one of the addresses in a file, another one each time, each by
-- another person.
--
--     wrk … -s lists.lua URL -- PEOPLE ADDRESSES
--
-- PEOPLE: COOKIE, SECRET and PUBLIC of an API token, a person each line. ADDRESSES: a line each; those
-- that begin with /api are asked for with the token, as clients of Langfuse with its pair. Prints a
-- line: REQUESTS FAILED P50_US P95_US.

local people, addresses = {}, {}

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
    local out = {}
    for at = 1, #text, 3 do
        local a, b, c = text:byte(at, at + 2)
        local bits = a * 65536 + (b or 0) * 256 + (c or 0)
        for place = 3, 0, -1 do
            local index = math.floor(bits / 64 ^ place) % 64 + 1
            local is_there = place > 1 or (place == 1 and b) or (place == 0 and c)
            table.insert(out, is_there and alphabet:sub(index, index) or "=")
        end
    end
    return table.concat(out)
end

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
