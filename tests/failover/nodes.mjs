// An application node: nginx and workers as ./bootstrap serve starts them, PgBouncer in session mode
// before HAProxy, which finds the primary by asking Patroni, and a member of etcd.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { buildDir, sourceDir } from '../http/server.mjs';
import { waitFor } from '../http/wait.mjs';
import { databases, etcdCommand } from './cluster.mjs';
import { hubAddress, Machine } from './machines.mjs';


/** Servers that answer 200 to a question of Patroni's address. */
const listen = (name, port, question) => `
listen ${name}
    bind 127.0.0.1:${port}
    option httpchk OPTIONS ${question}
    http-check expect status 200
    timeout check 500ms
    default-server port 8008 inter 500ms downinter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
${databases.map((one) => `    server ${one.name} ${one.address}:5432 check`).join('\n')}`;

const haproxy = (address) => `
global
    maxconn 2000
defaults
    mode tcp
    timeout connect 1s
    timeout client 1h
    timeout server 1h
${listen('primary', 5433, '/primary')}
${listen('standby', 5434, '/replica')}
listen rostrum
    bind ${address}:8080
    server here 127.0.0.1:8080
`;

const pgbouncer = (home) => `
[databases]
rostrum = host=127.0.0.1 port=5433 dbname=rostrum
rostrum_standby = host=127.0.0.1 port=5434 dbname=rostrum

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = 6432
unix_socket_dir =
auth_type = trust
auth_file = ${home}/users.txt
pool_mode = session
default_pool_size = 40
max_client_conn = 200
server_connect_timeout = 2
server_login_retry = 0.2
query_wait_timeout = 2
server_check_delay = 0
tcp_user_timeout = 3000
`;

export class Node extends Machine {
    constructor(name, number) {
        super(name, `10.77.0.${10 + number}`);
        this.number = number;
        fs.writeFileSync(`${this.folder}/haproxy.cfg`, haproxy(this.address));
        fs.writeFileSync(`${this.folder}/pgbouncer.ini`, pgbouncer(this.folder));
        fs.writeFileSync(`${this.folder}/users.txt`, '"rostrum" ""\n"rostrum_owner" ""\n');
        execFileSync('chown', ['-R', 'postgres:', this.folder]);
    }

    etcdUp() {
        this.start('etcd', etcdCommand(this.number, this.folder));
    }

    /** What leads to the database. */
    proxiesUp() {
        this.start('haproxy', ['haproxy', '-db', '-f', `${this.folder}/haproxy.cfg`]);
        this.start('pgbouncer', ['pgbouncer', `${this.folder}/pgbouncer.ini`], { user: 'postgres' });
    }

    async serve() {
        // PgBouncer tells each client what the first server has told it: the program asks the server itself
        const url = (role, name = 'rostrum') =>
            `postgresql://${role}@127.0.0.1:6432/${name}?target_session_attrs=any`;
        const env = {
            ROSTRUM_BUILD: buildDir,
            ROSTRUM_DATABASE: url('rostrum'),
            ROSTRUM_DATABASE_OWNER: url('rostrum_owner'),
            ROSTRUM_PUBLIC_URL: `http://${hubAddress}:8080`,
            ROSTRUM_PROXIES: `127.0.0.1 ${hubAddress}`,
            ROSTRUM_WEBHOOK_WATCH: 'no',
            ROSTRUM_DATABASE_STANDBY: process.env.ROSTRUM_FAILOVER_STANDBY
                ? url('rostrum', 'rostrum_standby')
                : '',
        };
        const log = `${this.folder}/serve.log`;
        fs.rmSync(log, { force: true });
        this.start('serve', ['bash', `${sourceDir}/bootstrap`, 'serve', '--data', `${this.folder}/data`], { env });
        const isReady = () => fs.existsSync(log) && /^Rostrum is ready at /m.test(fs.readFileSync(log, 'utf8'));
        await waitFor(isReady, () => `${this.name}:\n${fs.readFileSync(log, 'utf8')}`);
        this.setupCode ??= fs.readFileSync(log, 'utf8').match(/^Set up Rostrum at \S+code=(\S+)$/m)?.[1];
    }
}

/** The nginx that people ask: 8080 either node, 8081 the first, 8082 the second. */
export const front = (home, nodes) => `
daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/nginx-errors.log warn;
events { worker_connections 1024; }
http {
    access_log off;
    proxy_temp_path ${home}/proxy;
    client_body_temp_path ${home}/body;
    fastcgi_temp_path ${home}/fastcgi;
    uwsgi_temp_path ${home}/uwsgi;
    scgi_temp_path ${home}/scgi;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_connect_timeout 1s;
    proxy_read_timeout 9s; # whoever gets no answer sends the form again
    proxy_next_upstream error timeout; # and no form a second time: nginx leaves those alone
    proxy_next_upstream_tries 2;
    upstream nodes {
${nodes.map((one) => `        server ${one.address}:8080 max_fails=1 fail_timeout=2s;`).join('\n')}
    }
    server { listen ${hubAddress}:8080; listen 127.0.0.1:8080; location / { proxy_pass http://nodes; } }
${nodes
    .map(
        (one) =>
            `    server { listen 127.0.0.1:${8080 + one.number}; location / { proxy_pass http://${one.address}:8080; } }`,
    )
    .join('\n')}
}
`;
