// PostgreSQL under Patroni, and etcd: the configuration is that of docs/scale.md.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { happens } from '../http/wait.mjs';
import { hubAddress, Machine } from './machines.mjs';

const START_LIMIT_MS = 120_000;

export const etcdAddresses = [hubAddress, '10.77.0.11', '10.77.0.12'];
export const databases = ['db1', 'db2', 'db3'].map((name, i) => ({ name, address: `10.77.0.${21 + i}` }));

/** The words of an etcd member; the first lives in the hub, the others on the application nodes. */
export function etcdCommand(number, home) {
    const address = etcdAddresses[number];
    const all = etcdAddresses.map((one, i) => `etcd${i}=http://${one}:2380`).join(',');
    return [
        'etcd', '--name', `etcd${number}`, '--data-dir', `${home}/etcd`,
        '--listen-client-urls', `http://${address}:2379`, '--advertise-client-urls', `http://${address}:2379`,
        '--listen-peer-urls', `http://${address}:2380`, '--initial-advertise-peer-urls', `http://${address}:2380`,
        '--initial-cluster', all, '--initial-cluster-token', 'rostrum',
        '--heartbeat-interval', '100', '--election-timeout', '1000', '--log-level', 'error', '--enable-v2',
    ];
}

/** Times in seconds: see docs/scale.md for what they cost. */
export const patroniTimes = {
    ttl: Number(process.env.ROSTRUM_FAILOVER_TTL || 2),
    loop_wait: 1,
    retry_timeout: 3,
};

function patroniConfig({ name, address }, home) {
    return {
        scope: 'rostrum',
        name,
        restapi: { listen: `${address}:8008`, connect_address: `${address}:8008` },
        etcd: { hosts: etcdAddresses.map((one) => `${one}:2379`) },
        bootstrap: {
            dcs: {
                ...patroniTimes,
                synchronous_mode: true,
                synchronous_mode_strict: true,
                // Both standbys: with one, the other may be ahead of it when it takes over, and then follows
                // nobody until it is rewound.
                synchronous_node_count: 2,
                primary_start_timeout: 0,
                postgresql: {
                    use_pg_rewind: true,
                    use_slots: false, // a new primary makes them seconds after it was promoted
                    parameters: {
                        max_connections: 200,
                        shared_buffers: '32MB',
                        max_wal_size: '256MB',
                        wal_keep_size: '128MB',
                        wal_sender_timeout: '4s',
                        wal_receiver_timeout: '4s',
                        tcp_user_timeout: 3000,
                        wal_retrieve_retry_interval: '200ms',
                        hot_standby_feedback: 'on',
                    },
                },
            },
            initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
            pg_hba: ['local all all trust', 'host all all 10.77.0.0/24 trust', 'host replication all 10.77.0.0/24 trust'],
        },
        postgresql: {
            listen: `${address}:5432`,
            connect_address: `${address}:5432`,
            data_dir: `${home}/data`,
            pgpass: `${home}/pgpass`,
            bin_dir: execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim(),
            authentication: {
                superuser: { username: 'rostrum_admin' },
                replication: { username: 'rostrum_standby' },
            },
            remove_data_directory_on_rewind_failure: true,
            remove_data_directory_on_diverged_timelines: true,
            parameters: { unix_socket_directories: home },
        },
    };
}

class Database extends Machine {
    constructor({ name, address }) {
        super(name, address);
        this.config = `${this.folder}/patroni.json`;
        fs.writeFileSync(this.config, JSON.stringify(patroniConfig({ name, address }, this.folder)));
        execFileSync('chown', ['-R', 'postgres:', this.folder]);
    }

    /** A killed one leaves its socket and lock behind, as a machine would. */
    up() {
        this.start('patroni', ['patroni', this.config], { user: 'postgres' });
    }
}

/** What Patroni's own address says, {status, body}; null if nobody answers in a second. */
function ask(address, path) {
    return new Promise((resolve) => {
        const request = http.get({ host: address, port: 8008, path, agent: false, timeout: 1000 }, (answer) => {
            let body = '';
            answer.on('data', (piece) => (body += piece));
            answer.on('error', () => resolve(null));
            answer.on('end', () => resolve({ status: answer.statusCode, body }));
        });
        request.on('timeout', () => request.destroy());
        request.on('error', () => resolve(null));
    });
}

export class Cluster {
    constructor() {
        this.machines = databases.map((one) => new Database(one));
    }

    /** Which one is the primary, and whether all is as it should be: a synchronous standby and another. */
    async look() {
        const answers = await Promise.all(this.machines.map((one) => ask(one.address, '/cluster')));
        const members = answers.filter((one) => one?.status === 200).map((one) => JSON.parse(one.body).members);
        if (members.length < this.machines.length) return { isWhole: false };
        const leaders = members.map((list) => list.find((one) => one.role === 'leader')?.name);
        const [list] = members;
        const primary = this.machines.find((one) => one.name === leaders[0]);
        const standbys = list.filter((one) => /standby|replica/.test(one.role));
        const isWhole =
            primary !== undefined &&
            leaders.every((one) => one === leaders[0]) &&
            standbys.length === 2 &&
            standbys.every((one) => /running|streaming/.test(one.state) && one.timeline === list.find((m) => m.role === 'leader').timeline) &&
            standbys.some((one) => one.role === 'sync_standby');
        return { isWhole, primary, list };
    }

    /** Waits until it is whole; gives the primary. */
    async whole(limitMs = START_LIMIT_MS) {
        let seen;
        const found = await happens(async () => {
            seen = await this.look();
            return seen.isWhole && seen;
        }, limitMs);
        if (!found) throw new Error(`the cluster is not whole: ${JSON.stringify(seen?.list)}`);
        return found.primary;
    }

    async up() {
        for (const machine of this.machines) machine.up();
        return this.whole();
    }

    /** Rows as text, from the primary. */
    sql(primary, statement, database = 'rostrum') {
        const args = ['-h', primary.address, '-U', 'rostrum_admin', '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1'];
        return execFileSync('psql', args, { input: statement, encoding: 'utf8', maxBuffer: 64 << 20 })
            .split('\n')
            .filter((line) => line !== '');
    }
}
