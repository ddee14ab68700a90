# For run: signing in, beside the password's hash alone: by design a core for a tenth of a second, and
# one of them at a time on two cores (src/crypt/password_turn.h).
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

password=violet+anchor+drum+seven # of a form; requests.lua has it as well

# token_of URL JAR: of the form on a page; its cookies go into the jar.
token_of() {
    curl -fsS -b "$2" -c "$2" "$1" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1
}

# add_device FOLDER DATA URL N: the person of that number gets a password, on a device that is known from
# then on. Prints a line of people for requests.lua.
add_device() {
    local folder=$1 data=$2 url=$3 email=person$4@example.com jar=$1/jar origin link token
    origin=$(cat "$folder/url")
    : >"$jar"
    link=$(ROSTRUM_PUBLIC_URL=$origin "$build/rostrum" user link --database "$url" --key-ring \
        "$data/key-ring" "$email" 2>/dev/null | grep -o "$origin/[^ ]*")
    token=$(token_of "$link" "$jar")
    curl -fsS -o /dev/null -b "$jar" -c "$jar" -H 'Sec-Fetch-Site: same-origin' \
        -d "csrf=$token&password=$password" "$link"
    sed -i '/\tsession\t/d' "$jar"
    token=$(token_of "$origin/login" "$jar")
    echo "$(awk 'NF == 7 { printf "%s%s=%s", sep, $6, $7; sep = ";" }' "$jar") $token ${email/@/%40}"
}

# measure_sign_in ENGINE SIZE: four at a time, for who finds no place among those who wait is sent away.
measure_sign_in() {
    local engine=$1 size=$2 folder=$work/$1-$2 url line="$1 $2 sign-in" round
    url=$(url_of "$engine" "$size")
    for round in $(seq 16); do
        add_device "$folder" "$data/$size" "$url" $((1600 + round))
    done >"$work/devices"
    mv "$work/devices" "$folder/people"
    for round in $(seq "$rounds"); do
        ROSTRUM_RUNTIME=$work "$build/tests/bench/hash" "$seconds" >>"$folder/results-hash"
        connections=4 measure "$folder" sign-in sign-in signin /login
    done
    print_figures "$folder" hash sign-in hash
    print_figures "$folder" sign-in sign-in
    note "$line" 'its ceiling' "$(ratio "$folder" sign-in hash)" least 0.90
    note_common "$line" "$folder" sign-in 0.90
}
