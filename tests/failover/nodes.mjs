// An application node: nginx and workers as ./bootstrap serve starts them, PgBouncer in session mode
// before HAProxy, which finds the primary by asking Patroni, and a member of etcd.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { buildDir, sourceDir } from '../http/server.mjs';
import { happens } from '../http/wait.mjs';
import { etcdSettings } from './cluster.mjs';
import { clusterFile, hubAddress, Machine, sourceOf } from './machines.mjs';

const START_LIMIT_MS = 60_000;

export const passwords = { rostrum: 'third-secret', rostrum_owner: 'fourth-secret' };

/** Beside etc/cluster/haproxy.cfg: the nginx that bootstrap serve starts is on a loopback address. */
const entrance = (address) => `
defaults
    mode tcp
    timeout connect 1s
    timeout client 1h
    timeout server 1h
listen rostrum
    bind ${address}:8080
    server here 127.0.0.1:8080
`;

export class Node extends Machine {
    constructor(name, number) {
        super(name, `10.77.0.${10 + number}`);
        this.number = number;
        this.proxy = clusterFile('haproxy.cfg', `${this.folder}/haproxy.cfg`);
        this.pooler = clusterFile('pgbouncer.ini', `${this.folder}/pgbouncer.ini`, {
            '/etc/pgbouncer/userlist.txt': `${this.folder}/userlist.txt`,
        });
        const users = Object.entries(passwords).map(([name, password]) => `"${name}" "${password}"\n`);
        fs.writeFileSync(`${this.folder}/userlist.txt`, users.join(''));
        fs.writeFileSync(`${this.folder}/entrance.cfg`, entrance(this.address));
        execFileSync('chown', ['-R', 'postgres:', this.folder]);
    }

    etcdUp() {
        this.start('etcd', ['etcd'], { env: etcdSettings(this.number, this.folder) });
    }

    /** What leads to the database. */
    proxiesUp() {
        this.start('haproxy', ['haproxy', '-db', '-f', this.proxy, '-f', `${this.folder}/entrance.cfg`]);
        this.start('pgbouncer', ['pgbouncer', this.pooler], { user: 'postgres' });
    }

    async serve() {
        // PgBouncer tells each client what the first server has told it: the program asks the server itself
        const url = (role, name = 'rostrum') =>
            `postgresql://${role}:${passwords[role]}@127.0.0.1:6432/${name}?target_session_attrs=any`;
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
        if (!(await happens(isReady, START_LIMIT_MS)))
            throw new Error(`${this.name} does not start:\n${fs.readFileSync(log, 'utf8')}`);
        this.setupCode ??= fs.readFileSync(log, 'utf8').match(/^Set up Rostrum at \S+code=(\S+)$/m)?.[1];
    }
}

const places = (to) =>
    `location / { proxy_pass ${to}; } location ~ ^/(import|export) { proxy_pass ${to}; proxy_read_timeout 1m; }
    error_page 418 = @once; if ($is_asked_once) { return 418; }
    location @once { proxy_pass ${to}; proxy_next_upstream off; }`;

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
    ${sourceOf('nginx-front.conf')}
    server { listen ${hubAddress}:8080; listen 127.0.0.1:8080; ${places('http://rostrum_nodes')} }
${nodes.map((one) => `    server { listen 127.0.0.1:${8080 + one.number}; ${places(`http://${one.address}:8080`)} }`).join('\n')}
}
`;
