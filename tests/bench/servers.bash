# For run: the product behind nginx, and beside it programs that answer from memory.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

free_port() {
    local port
    for port in $(shuf -i 20000-30000 -n 100); do
        (exec 8<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# pool FOLDER NAME COMMAND...: workers on a socket of that name; their supervisor is in FOLDER/NAME.pid.
pool() {
    local folder=$1 name=$2
    shift 2
    spawn-fcgi -n -s "$folder/run/$name.sock" -- "$(command -v multiwatch)" -f "$workers" -- "$@" \
        </dev/null >>"$folder/log/workers.log" 2>&1 &
    echo $! >"$folder/$name.pid"
    children+=($!)
    until [ -S "$folder/run/$name.sock" ]; do sleep 0.05; done
}

# The configuration of the product, and beside "location /" the same for the programs from memory; beside
# the static files those with the same bytes.
configure_nginx() {
    local folder=$1 port=$2 user=''
    [ "$(id -u)" -ne 0 ] || user='user root;'
    sed -e "s|@DATA@|$folder|g; s|@PORT@|$port|g; s|@USER@|$user|g" \
        -e "s|@STATIC@|$build/static|g; s|@ERRORS@|$build|g" \
        -e "s|@FILES@|1024|; s|@CONNECTIONS@|512|; s|@PER_ADDRESS@|1000|g; s|@PROXIES@||; s|@METRICS@||" \
        -e "s|@ROUTES@|$top/etc/nginx-routes.conf|" \
        -e "s|@HEADERS@|$top/etc/nginx-headers.conf|g" "$top/etc/nginx.conf.in" |
        awk -v run="$folder/run" -v folder="$folder" -v headers="$top/etc/nginx-headers.conf" \
            -v names="$pages $protocols" '
            /location \/static\/ \{/ {
                print "location /bench/ { alias \"" folder "/bench/\"; include \"" headers "\"; }"
            }
            { print }
            is_inside && /location/ { is_nested = 1 } # other pages
            /location \/ \{/ { is_inside = 1 }
            is_inside && !is_nested { block = block $0 "\n" }
            is_nested && /\}/ { is_nested = 0; next }
            is_inside && !is_nested && /\}/ {
                is_inside = 0
                count = split(names, name, " ")
                for (i = 1; i <= count; i++) {
                    memory = block
                    sub(/location \//, "location = /memory/" name[i], memory)
                    sub(/\$rostrum_upstream/, "unix:" run "/memory-" name[i] ".sock", memory)
                    printf "%s", memory
                }
            }' >"$folder/run/nginx.conf"
}

# serve DATA URL FOLDER: the product over a database; what belongs to the run is in FOLDER. Of the pool
# for what is heavy two workers, for one person may have two turns.
serve() {
    local data=$1 url=$2 folder=$3 port
    port=$(free_port)
    mkdir -p "$folder/run" "$folder/log" "$folder/tmp" "$folder/bench"
    echo "http://127.0.0.1:$port" >"$folder/url"
    cp "$data/people" "$data/prompts" "$folder/"
    local -x ROSTRUM_DATABASE=$url ROSTRUM_KEY_RING=$data/key-ring ROSTRUM_TEMPLATES=$top/templates \
        ROSTRUM_API_RATE=1000000 ROSTRUM_PUBLIC_URL=http://127.0.0.1:$port
    ROSTRUM_POOL=fast pool "$folder" fast "$build/rostrum.fcgi"
    ROSTRUM_POOL=sign-in workers=6 pool "$folder" sign-in "$build/rostrum.fcgi"
    ROSTRUM_POOL=slow workers=2 pool "$folder" slow "$build/rostrum.fcgi"
    configure_nginx "$folder" "$port"
    nginx -p "$folder" -e "$folder/log/nginx.log" -c "$folder/run/nginx.conf" -g 'daemon off;' \
        >/dev/null 2>&1 &
    echo $! >"$folder/nginx.pid"
    children+=($!)
    for _ in $(seq 100); do
        ! curl -fso /dev/null "http://127.0.0.1:$port/readyz" || return 0
        sleep 0.1
    done
    fail "no answer: $(tail -n 5 "$folder/log/"*.log)"
}

# url_of ENGINE SIZE: of its database.
url_of() {
    if [ "$1" = SQLite ]; then
        echo "sqlite:$data/$2/rostrum.db"
    else
        role_url rostrum "bench_$2"
    fi
}

# serve_size ENGINE SIZE FOLDER
serve_size() {
    local engine=$1 size=$2 folder=$3
    [ "$engine" = SQLite ] || load_postgres "$data/$size" "bench_$size"
    serve "$data/$size" "$(url_of "$engine" "$size")" "$folder"
}

stop_all() {
    kill "${children[@]}" 2>/dev/null || :
    wait || :
    children=()
}

# keep_answer FOLDER NAME PATH [HEADER [JSON]]: what the program answers, for the one from memory and for
# nginx; asked with the cookie of a person, or with the header; with JSON by POST.
keep_answer() {
    local folder=$1 name=$2 url from
    url=$(cat "$folder/url")
    curl -fsS -D "$folder/headers-$name" -o "$folder/bench/$name" \
        -H "${4-Cookie: $(head -n 1 "$folder/people" | cut -d ' ' -f 1)}" "$url$3" \
        ${5:+-H 'Content-Type: application/json' --data-binary "$5"}
    pool "$folder" "memory-$name" "$build/tests/bench/memory" "$folder/headers-$name" \
        "$folder/bench/$name"
    for from in memory bench; do
        cmp <(curl -fsS "$url/$from/$name") "$folder/bench/$name"
    done
}
