-- base64(TEXT), for the scripts of wrk beside this file.

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

return function(text)
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
