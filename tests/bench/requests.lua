-- Requests for wrk, and a line about how they went:
--
--     wrk … -s requests.lua URL -- MODE FOLDER PATH START
--
-- FOLDER holds what the requests are made of:
--     people   COOKIE, SECRET and PUBLIC of an API token, a person each line; for saves COOKIE and
--              CSRF_TOKEN, for sign-in COOKIES, CSRF_TOKEN and EMAIL
--     prompts  ID UPDATED_AT REVISION NAME TAGS, a prompt each line; the tags as a form sends them
--
-- MODE: same     the page PATH by the same 16 people, again and again
--       seen     the page PATH by one person after the other
--       list     the same as "same"
--       lists    another page of the list PATH in each request, by another person: after any prompt,
--                and from a place between two rows that no request named before
--       record, records  the page PATH/ID of one prompt by the same 16 people; and of another one in
--                each request, by another person
--       diff, diffs  likewise the difference between the two versions of a prompt
--       search, searchs  likewise the search PATH for the name of a prompt
--       api, apis  one prompt by its name, with the label production, by the same 16 tokens; and
--                another prompt so in each request, by another token
--       langfuse, langfuses  the same two with the pair of the token, as clients of Langfuse send it
--       mcp, mcps  the same two as clients of MCP ask, with arguments
--       mlflow, mlflows  the same two as clients of MLflow ask for an alias
--       a2a, a2as  a public agent card, which nobody needs a token for; PATH is what its number,
--                one of 100, stands behind
--       memory:MODE  the same request, with the address PATH
--       saves    a new version of one prompt after the other, beginning with number START, by 16
--                people
--       signin   signing in by the form PATH, by 16 people on devices of theirs
--
-- The line: REQUESTS DURATION_US FAILED P50_US P99_US LAST BYTES, the last one being the number of the
-- prompt that the next run of saves begins with.

local SAME_PEOPLE = 16
local PASSWORD = "violet+anchor+drum+seven" -- as sign_in.bash has it, percent-encoded
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
local other_address -- of memory:MODE, or nil
local released = {} -- every second one, as fill.c has them
sent = 0 -- of this thread

function init(args)
    mode, path, start = args[1], args[3], tonumber(args[4])
    if mode:match("^memory:") then
        mode, other_address = mode:match("^memory:(.+)$"), path
    end
    people = read(args[2] .. "/people", "^(%S+) ?(%S*) ?(%S*)")
    if mode ~= "same" and mode ~= "seen" and mode ~= "signin" then
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
    return wrk.format("GET", other_address or address, {Cookie = person[1]})
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

makers.list = makers.same

-- kept and cold: makers of that name, and of that name with an s, of requests for a prompt.
local function make_both(name, make)
    makers[name] = function()
        return make(released[1], people[sent % SAME_PEOPLE + 1])
    end
    makers[name .. "s"] = function()
        return make(released[math.random(#released)], people[math.random(#people)])
    end
end

make_both("record", function(prompt, person)
    return get(path .. "/" .. prompt[1], person)
end)

make_both("diff", function(prompt, person)
    return get(path .. "/" .. prompt[1] .. "/diff?from=1&to=2", person)
end)

make_both("search", function(prompt, person)
    return get(path .. "?q=" .. prompt[4]:match("[^/]+$"), person)
end)

local function escaped(name)
    return (name:gsub("/", "%%2F"))
end

make_both("api", function(prompt, person)
    return wrk.format("GET", other_address or path .. escaped(prompt[4]),
                      {Authorization = "Bearer " .. person[2]})
end)

make_both("mlflow", function(prompt, person)
    local query = "?name=" .. escaped(prompt[4]) .. "&alias=production"
    return wrk.format("GET", other_address or path .. query, {Authorization = "Bearer " .. person[2]})
end)

local CARDS = 100

local function get_card(n)
    return wrk.format("GET", other_address or path .. n .. "/card.json", {["A2A-Version"] = "1.0"})
end

function makers.a2a()
    return get_card(0)
end

function makers.a2as()
    return get_card(math.random(0, CARDS - 1))
end

local base64 = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "base64.lua")

make_both("langfuse", function(prompt, person)
    person.pair = person.pair or "Basic " .. base64(person[3] .. ":" .. person[2])
    return wrk.format("GET", other_address or path .. escaped(prompt[4]),
                      {Authorization = person.pair})
end)

-- prompts/get of MCP, with the variables that fill.c has them use.
make_both("mcp", function(prompt, person)
    local body = '{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"' .. prompt[4] ..
        '","arguments":{"customer":"Ada","company":"Harbor"}}}'
    return wrk.format("POST", other_address or path, {
        ["Authorization"] = "Bearer " .. person[2],
        ["Content-Type"] = "application/json"}, body)
end)

function makers.saves()
    local count = start + (sent - 1) * 2 + number
    local prompt = prompts[count % #prompts + 1]
    local revision = prompt[3] + math.floor(count / #prompts) -- each save is one more
    local person = people[sent % SAME_PEOPLE + 1]
    local form = "csrf=" .. person[2] .. "&type=text&revision=" .. revision .. "&name=" ..
        prompt[4]:gsub("/", "%%2F") .. "&tags=" .. prompt[5] ..
        "&description=Answers+a+question+of+a+customer+in+two+sentences" ..
        "&body=You+help+a+customer+in+one+line%2C+the+" .. count .. "th+time.&settings=&message="
    return wrk.format("POST", path .. "/" .. prompt[1] .. "/edit", {
        ["Cookie"] = person[1],
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Sec-Fetch-Site"] = "same-origin"}, form)
end

-- A form is carried out once: each leads to another place afterwards.
function makers.signin()
    local person = people[sent % SAME_PEOPLE + 1]
    local form = "csrf=" .. person[2] .. "&email=" .. person[3] .. "&password=" .. PASSWORD ..
        "&next=%2Fprompts%3Fn%3D" .. number .. "-" .. sent
    return wrk.format("POST", path, {
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
    io.write(string.format("result %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
                           errors.status + errors.connect + errors.read + errors.write +
                           errors.timeout, latency:percentile(50), latency:percentile(99),
                           most * #all_threads, summary.bytes))
end
