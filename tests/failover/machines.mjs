// Machines: network namespaces with a cable each to the bridge in the hub. See failover.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { sourceDir } from '../http/server.mjs';

const run = process.env.ROSTRUM_FAILOVER;
const hub = `${run}-hub`;

export const folder = `/dev/shm/${run}`;
export const hubAddress = '10.77.0.1';

/** A file of etc/cluster, as the operator gets it. */
export const sourceOf = (name) => fs.readFileSync(`${sourceDir}/etc/cluster/${name}`, 'utf8');

/** Writes a file of etc/cluster with the names, addresses and folders of a machine; gives its path. */
export function clusterFile(name, target, changes = {}) {
    let text = sourceOf(name);
    for (const [from, to] of Object.entries(changes)) {
        if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
        text = text.replaceAll(from, to);
    }
    fs.writeFileSync(target, text);
    return target;
}

const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] }).toString();
const inside = (name, ...args) => ip('netns', 'exec', name, 'ip', ...args);

/** The bridge. This process runs in the hub. */
export function makeHub() {
    fs.mkdirSync(folder, { mode: 0o755 });
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'bridge', 'type', 'bridge');
    ip('addr', 'add', `${hubAddress}/24`, 'dev', 'bridge');
    ip('link', 'set', 'bridge', 'up');
}

/** Sends a signal to what still lives. */
function signal(pids, name) {
    for (const pid of pids) {
        try {
            process.kill(pid, name);
        } catch (error) {
            if (error.code !== 'ESRCH') throw error;
        }
    }
}

export class Machine {
    constructor(name, address) {
        Object.assign(this, { name, address, space: `${run}-${name}`, folder: `${folder}/${name}` });
        fs.mkdirSync(this.folder, { mode: 0o755 });
        ip('netns', 'add', this.space);
        ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.space);
        ip('link', 'set', name, 'master', 'bridge', 'up');
        inside(this.space, 'link', 'set', 'lo', 'up');
        inside(this.space, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
        inside(this.space, 'link', 'set', 'eth0', 'up');
    }

    /** Starts a program, which the kernel ends with this process. What it prints goes to a log. */
    start(log, argv, { env = {}, user } = {}) {
        const out = fs.openSync(`${this.folder}/${log}.log`, 'a');
        const as = user ? [`--reuid=${user}`, `--regid=${user}`, '--init-groups'] : [];
        const args = ['netns', 'exec', this.space, 'setpriv', ...as, '--pdeathsig', 'KILL', '--', ...argv];
        const child = spawn('ip', args, { env: { ...process.env, ...env }, stdio: ['ignore', out, out] });
        fs.closeSync(out);
        return child;
    }

    /** A copy of a log as it is now, beside it. */
    keepLog(log, number) {
        fs.copyFileSync(`${this.folder}/${log}.log`, `${this.folder}/${log}-${number}.log`);
    }

    run(argv, options) {
        return execFileSync('ip', ['netns', 'exec', this.space, ...argv], { encoding: 'utf8', ...options });
    }

    pids() {
        return ip('netns', 'pids', this.space).split('\n').filter(Boolean).map(Number);
    }

    /** What kills all that runs now at a blow, and then what was started meanwhile. */
    aim() {
        const pids = this.pids();
        return () => {
            signal(pids, 'SIGKILL');
            signal(this.pids(), 'SIGKILL');
        };
    }

    kill() {
        this.aim()();
    }

    /** Twice: something may have been started meanwhile. */
    freeze() {
        signal(this.pids(), 'SIGSTOP');
        signal(this.pids(), 'SIGSTOP');
    }

    thaw() {
        signal(this.pids(), 'SIGCONT');
    }

    /** Its cable, at the other end: nothing comes in or goes out. */
    cut() {
        ip('link', 'set', this.name, 'down');
    }

    join() {
        ip('link', 'set', this.name, 'up');
    }
}
