// PostgreSQL under Patroni, and etcd, as etc/cluster configures them.
import { execFile, execFileSync } from 'node:child_process';
import http from 'node:http';
import { promisify } from 'node:util';
import { sourceDir } from '../http/server.mjs';
import { happens } from '../http/wait.mjs';
import { clusterFile, hubAddress, Machine, sourceOf } from './machines.mjs';

const START_LIMIT_MS = 120_000;
const binaries = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();

const etcdAddresses = [hubAddress, '10.77.0.11', '10.77.0.12'];
const databases = ['db1', 'db2', 'db3'].map((name, i) => ({ name, number: i + 1, address: `10.77.0.${21 + i}` }));

/** The environment of an etcd member; the first lives in the hub, the others on the application nodes. */
export function etcdSettings(number, home) {
    const lines = sourceOf('etcd.env').matchAll(/^([A-Z_0-9]+)=(.*)$/gm);
    const settings = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
    for (const name of Object.keys(settings))
        if (name.endsWith('_URLS')) settings[name] = settings[name].replace(etcdAddresses[0], etcdAddresses[number]);
    return { ...settings, ETCD_NAME: `etcd${number}`, ETCD_DATA_DIR: `${home}/etcd`, ETCD_LOG_LEVEL: 'error' };
}

/** What the figures depend on. */
export const patroniTimes = ['ttl', 'loop_wait', 'retry_timeout']
    .map((name) => sourceOf('patroni.yml').match(new RegExp(`^ *(${name}: \\d+)$`, 'm'))[1])
    .join(', ');

const [, superuserPassword] = sourceOf('patroni.yml').match(/superuser:\s+username: rostrum_admin\s+password: (\S+)/);

const psqlEnv = { ...process.env, PGPASSWORD: superuserPassword, PGCONNECT_TIMEOUT: '2' };

class Database extends Machine {
    constructor({ name, number, address }) {
        super(name, address);
        this.config = clusterFile('patroni.yml', `${this.folder}/patroni.yml`, {
            'name: db1': `name: ${name}`,
            '10.77.0.21:': `${address}:`,
            '127.0.0.1:8021': `127.0.0.1:802${number}`,
            '/var/lib/postgresql/15/rostrum': `${this.folder}/data`,
            '/var/lib/postgresql/.pgpass-patroni': `${this.folder}/pgpass`,
            '/usr/lib/postgresql/15/bin': binaries,
            '/var/run/postgresql': this.folder,
        });
        this.questions = clusterFile('haproxy-database.cfg', `${this.folder}/haproxy.cfg`);
        execFileSync('chown', ['-R', 'postgres:', this.folder]);
    }

    /** A killed one leaves its socket and lock behind, as a machine would. */
    up() {
        this.start('haproxy', ['haproxy', '-db', '-f', this.questions]);
        this.start('patroni', ['patroni', this.config], { user: 'postgres' });
        const again = [`${sourceDir}/etc/cluster/patroni-again`, this.config, `${this.folder}/data`, binaries];
        this.start('again', again, { user: 'postgres' });
    }

    /** Whom it follows, as it is written and as it is. */
    tell() {
        const told = execFileSync('sh', ['-c',
            `grep ^primary_conninfo '${this.folder}/data/postgresql.conf';
            timeout 5 psql -h ${this.address} -U rostrum_admin -d postgres -AtX -c 'SHOW primary_conninfo' \
                -c 'SELECT pg_is_in_recovery(), pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()' \
                -c 'SELECT * FROM pg_stat_wal_receiver'; true`], { env: psqlEnv, encoding: 'utf8' });
        return told.trim().replaceAll('\n', '; ');
    }

    /** Made anew from the primary. */
    reinit() {
        this.run(['patronictl', '-c', this.config, 'reinit', 'rostrum', this.name, '--force']);
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

const psqlWords = (primary, statement) =>
    ['-h', primary.address, '-U', 'rostrum_admin', '-d', 'postgres', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', statement];

/** How many standbys get what is written. */
async function countStreams(primary) {
    const question = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'";
    return promisify(execFile)('psql', psqlWords(primary, question), { env: psqlEnv })
        .then(({ stdout }) => Number(stdout))
        .catch(() => 0);
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
            standbys.some((one) => one.role === 'sync_standby') &&
            (await countStreams(primary)) === standbys.length;
        return { isWhole, primary, list };
    }

    /** Waits until it is whole; gives the primary, or null. */
    async whole(limitMs = START_LIMIT_MS) {
        const found = await happens(
            async () => {
                this.seen = await this.look();
                return this.seen.isWhole && this.seen;
            },
            limitMs,
        );
        return found && found.primary;
    }

    async up() {
        for (const machine of this.machines) machine.up();
        const primary = await this.whole();
        if (!primary) throw new Error(`the cluster is not whole: ${JSON.stringify(this.seen)}`);
        return primary;
    }

    /** As the administrator of the database, on the primary. */
    sql(primary, statement) {
        execFileSync('psql', psqlWords(primary, statement), { env: psqlEnv });
    }
}
