// Starts Rostrum as ./bootstrap serve does, from the build under test, on a free port and a fresh
// data folder. The browser tests use it as well.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseSettings, dropDatabase } from './engine.mjs';
import { PATIENCE_MS, happens, waitFor } from './wait.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const sourceDir = process.env.top_srcdir ?? path.resolve(here, '../..');
export const buildDir = process.env.top_builddir ?? path.join(sourceDir, 'build');

/** A port that nobody listens on just now. */
export async function freePort() {
    const probe = net.createServer();
    probe.listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address();
    probe.close();
    await once(probe, 'close');
    return port;
}

/** A new folder under the system's temporary one; the name is short because sockets go into it. */
export function temporaryFolder() {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-'));
}

/** The names below a folder, "log/nginx.log". Node 18's own way down takes a socket for a folder. */
export function namesBelow(folder, prefix = '') {
    return fs.readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
        const name = path.join(prefix, entry.name);
        return entry.isDirectory() ? [name, ...namesBelow(folder, name)] : [name];
    });
}

export function removeFolder(folder) {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** No search ends early because the machine is slow. */
function environment(extra) {
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (name.startsWith('ROSTRUM_')) delete env[name];
    return { ...env, ROSTRUM_BUILD: buildDir, ROSTRUM_SEARCH_MS: '5000', ...extra };
}

/** Should this process be killed, the kernel ends what it started. */
function spawnBootstrap(args, env) {
    const bootstrap = path.join(sourceDir, 'bootstrap');
    return spawn('setpriv', ['--pdeathsig', 'TERM', '--', 'bash', bootstrap, ...args], {
        env: environment(env),
        stdio: ['ignore', 'pipe', 'pipe'],
    });
}

function collect(child) {
    const output = { stdout: '', stderr: '', exit: null };
    child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
    child.on('close', (code, signal) => (output.exit = code ?? signal));
    return output;
}

function readProc(pid, file) {
    try {
        return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
        return null;
    }
}

/** [{pid, parent, name}] of all that lives (a zombie does not). */
function allProcesses() {
    const found = [];
    for (const entry of fs.readdirSync('/proc')) {
        const stat = /^\d+$/.test(entry) ? readProc(entry, 'stat') : null;
        const parts = stat?.match(/^(\d+) \((.*)\) (\S) (\d+)/s);
        if (parts && parts[3] !== 'Z' && parts[3] !== 'X')
            found.push({ pid: Number(parts[1]), parent: Number(parts[4]), name: parts[2] });
    }
    return found;
}

/** The processes that descend from one, itself included. */
export function processTree(root) {
    const all = allProcesses();
    const tree = all.filter((one) => one.pid === root);
    for (let i = 0; i < tree.length; i++)
        tree.push(...all.filter((one) => one.parent === tree[i].pid));
    return tree;
}

export function isAlive(pid) {
    const state = readProc(pid, 'stat')?.match(/\) (\S)/s)?.[1];
    return state !== undefined && state !== 'Z' && state !== 'X';
}

/** Kills all workers; they are gone when it returns (a dying one still accepts for a moment). */
export async function killWorkers(server) {
    const pids = server.workerPids();
    for (const pid of pids) {
        try {
            process.kill(pid, 'SIGKILL');
        } catch (error) {
            assert.equal(error.code, 'ESRCH');
        }
    }
    await waitFor(() => pids.every((pid) => !isAlive(pid)));
    return pids;
}

/** Runs ./bootstrap serve where it is expected to give up: {stdout, stderr, exit}. */
export async function serveAndFail({ port, dataDir, env = {} }) {
    const args = ['serve', '--port', String(port), '--data', dataDir];
    const child = spawnBootstrap(args, { ...databaseSettings(dataDir), ...env });
    const output = collect(child);
    const timer = setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS);
    await once(child, 'close');
    clearTimeout(timer);
    return output;
}

const running = new Set();
process.on('exit', () => {
    for (const child of running) child.kill('SIGTERM');
});

/** A server of its own goes with its databases. */
function forget(dataDir, databaseFolder) {
    if (!databaseFolder) dropDatabase(dataDir);
    removeFolder(path.dirname(dataDir));
}

/**
 * Starts a server and waits until it is ready. Options: dataDir (default: a new folder, removed by
 * stop()), isDemo, publicUrl, host (which it is asked under), env, databaseFolder (of a PostgreSQL server of its own).
 * Gives {url, port, host, setupUrl, setupCode, demo, dataDir, output, pid, workerPids(), tree(),
 * stop(), kill(signal)}; setupUrl is null if there are users, demo a list of {email, password,
 * persona}.
 */
export async function startServer(options = {}) {
    const port = options.port ?? (await freePort());
    const dataDir = options.dataDir ?? path.join(temporaryFolder(), 'data');
    const args = ['serve', '--port', String(port), '--data', dataDir];
    if (options.isDemo) args.push('--demo');
    const env = { ...databaseSettings(dataDir, options.databaseFolder), ...options.env };
    const publicUrl = options.publicUrl ?? (options.host && `http://${options.host}:${port}`);
    if (publicUrl) env.ROSTRUM_PUBLIC_URL = publicUrl;
    const child = spawnBootstrap(args, env);
    const output = collect(child);
    running.add(child);
    const isReady = () => output.exit !== null || /^Rostrum is ready at /m.test(output.stdout);
    await happens(isReady, PATIENCE_MS);
    if (output.exit !== null || !isReady()) {
        running.delete(child);
        child.kill('SIGTERM');
        await happens(() => output.exit !== null, PATIENCE_MS);
        if (!options.dataDir) forget(dataDir, options.databaseFolder);
        throw new Error(`the server does not start:\n${output.stdout}${output.stderr}`);
    }
    const setupUrl = output.stdout.match(/^Set up Rostrum at (\S+)$/m)?.[1] ?? null;
    const demo = [...output.stdout.matchAll(/^demo (\S+) (\S+) (.+)$/gm)];

    async function kill(signal) {
        child.kill(signal);
        await waitFor(() => output.exit !== null, () => output.stderr);
        running.delete(child);
    }

    return {
        url: `http://${options.host ?? '127.0.0.1'}:${port}`,
        host: `${options.host ?? '127.0.0.1'}:${port}`,
        publicUrl: publicUrl ?? `http://127.0.0.1:${port}`,
        port,
        setupUrl,
        setupCode: setupUrl && new URL(setupUrl).searchParams.get('code'),
        demo: demo.map(([, email, password, persona]) => ({ email, password, persona })),
        dataDir,
        databaseFolder: options.databaseFolder,
        output,
        pid: child.pid,
        tree: () => processTree(child.pid),
        workerPids: () =>
            processTree(child.pid)
                .filter((one) => one.name === 'rostrum.fcgi')
                .map((one) => one.pid),
        kill,
        /** It was killed: nobody waits for its end any more. */
        forget: () => running.delete(child),
        /** Ends it, and removes the data folder unless the caller brought it. */
        async stop() {
            if (output.exit === null) await kill('SIGTERM');
            if (!options.dataDir) forget(dataDir, options.databaseFolder);
        },
    };
}
