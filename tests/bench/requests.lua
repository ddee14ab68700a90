-- Requests for wrk, and a line about how they went:
--
--     wrk … -s requests.lua URL -- MODE FOLDER PATH START
--
-- FOLDER holds what the requests are made of:
--     people   COOKIE, SECRET and PUBLIC of an API token, a person each line; for saves COOKIE and
--              CSRF_TOKEN
--     prompts  ID UPDATED_AT REVISION NAME TAGS, a prompt each line; the tags as a form sends them
--
-- MODE: same     the page PATH by the same 16 people, again and again
--       seen     the page PATH by one person after the other
--       lists    another page of the list PATH in each request, by another person: after any prompt,
--                and from a place between two rows that no request named before
--       records  another page PATH/ID in each request, by another person
--       served   one prompt by its name, with the label production, by the same 16 tokens
--       serving  another prompt so in each request, by another token
--       langfuse, langfuses  the same two with the pair of the token, as clients of Langfuse send it
--       mcp, mcps  the same two as clients of MCP ask, with arguments
--       saves    a new version of one prompt after the other, beginning with number START, by 16
--                people
--
-- The line: REQUESTS DURATION_US FAILED P50_US P99_US LAST, the last one being the number of the
-- prompt that the next run of saves begins with.

local SAME_PEOPLE = 16
local all_threads = {}

function setup(thread)
    thread:set("number", #all_threads)
    table.insert(all_threads, thread)
end

local function read(path, pattern)
    local rows = {}
    for line in io.lines(path) do
        local row = {line:match(pattern)}
        if row[1] ~= nil then
            table.insert(rows, row)
        end
    end
    return rows
end

local mode, path, start, people, prompts
local released = {} -- every second one, as fill.c has them
sent = 0 -- of this thread

function init(args)
    mode, path, start = args[1], args[3], tonumber(args[4])
    people = read(args[2] .. "/people", "^(%S+) ?(%S*) ?(%S*)")
    if mode ~= "same" and mode ~= "seen" then
        prompts = read(args[2] .. "/prompts", "^(%S+) (%d+) (%d+) (%S+) (%S+)")
    end
    for _, prompt in ipairs(prompts or {}) do
        if tonumber(prompt[4]:match("(%d+)$")) % 2 == 0 then
            table.insert(released, prompt)
        end
    end
    math.randomseed(os.time() * 2 + number)
end

local function get(address, person)
    return wrk.format("GET", address, {Cookie = person[1]})
end

local makers = {}

function makers.same()
    return get(path, people[sent % SAME_PEOPLE + 1])
end

function makers.seen()
    return get(path, people[(sent * 2 + number) % #people + 1])
end

function makers.lists()
    local prompt = prompts[math.random(#prompts)]
    local place = prompt[1]:sub(1, 28) .. string.format("%04x%04x", math.random(0, 65535),
                                                        math.random(0, 65535))
    return get(path .. "?cursor=nu" .. prompt[2] .. "." .. place, people[math.random(#people)])
end

function makers.records()
    return get(path .. "/" .. prompts[math.random(#prompts)][1], people[math.random(#people)])
end

local function get_prompt(prompt, person)
    return wrk.format("GET", path .. prompt[4]:gsub("/", "%%2F"),
                      {Authorization = "Bearer " .. person[2]})
end

function makers.served()
    return get_prompt(released[1], people[sent % SAME_PEOPLE + 1])
end

function makers.serving()
    return get_prompt(released[math.random(#released)], people[math.random(#people)])
end

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

local function get_pair(prompt, person)
    person.pair = person.pair or "Basic " .. base64(person[3] .. ":" .. person[2])
    return wrk.format("GET", path .. prompt[4]:gsub("/", "%%2F"), {Authorization = person.pair})
end

function makers.langfuse()
    return get_pair(released[1], people[sent % SAME_PEOPLE + 1])
end

function makers.langfuses()
    return get_pair(released[math.random(#released)], people[math.random(#people)])
end

-- prompts/get of MCP, with the variables that fill.c has them use.
local function ask_mcp(prompt, person)
    local body = '{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"' .. prompt[4] ..
        '","arguments":{"customer":"Ada","company":"Harbor"}}}'
    return wrk.format("POST", path, {
        ["Authorization"] = "Bearer " .. person[2],
        ["Content-Type"] = "application/json"}, body)
end

function makers.mcp()
    return ask_mcp(released[1], people[sent % SAME_PEOPLE + 1])
end

function makers.mcps()
    return ask_mcp(released[math.random(#released)], people[math.random(#people)])
end

function makers.saves()
    local prompt = prompts[(start + (sent - 1) * 2 + number) % #prompts + 1]
    local person = people[sent % SAME_PEOPLE + 1]
    local form = "csrf=" .. person[2] .. "&type=text&revision=" .. prompt[3] .. "&name=" ..
        prompt[4]:gsub("/", "%%2F") .. "&tags=" .. prompt[5] ..
        "&description=Answers+a+question+of+a+customer+in+two+sentences" ..
        "&body=You+help+a+customer+in+one+line%2C+the+" .. start .. "th+time.&settings=&message="
    return wrk.format("POST", path .. "/" .. prompt[1] .. "/edit", {
        ["Cookie"] = person[1],
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Sec-Fetch-Site"] = "same-origin"}, form)
end

function request()
    sent = sent + 1
    return makers[mode]()
end

function done(summary, latency)
    local errors, most = summary.errors, 0
    for _, thread in ipairs(all_threads) do
        most = math.max(most, thread:get("sent"))
    end
    io.write(string.format("result %d %d %d %d %d %d\n", summary.requests, summary.duration,
                           errors.status + errors.connect + errors.read + errors.write +
                           errors.timeout, latency:percentile(50), latency:percentile(99),
                           most * #all_threads))
end
