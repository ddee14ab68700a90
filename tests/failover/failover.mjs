// See failover. In the hub's network namespace.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { Browser } from '../http/client.mjs';
import { addPerson, makeToken, setUp } from '../http/people.mjs';
import { recordScopes } from '../http/programs.mjs';
import { happens, sleep } from '../http/wait.mjs';
import { checkBoth } from './both.mjs';
import { Cluster, etcdSettings, patroniTimes } from './cluster.mjs';
import { Again, count, makeWriters } from './load.mjs';
import { folder, hubAddress, makeHub } from './machines.mjs';
import { front, Node, passwords } from './nodes.mjs';

const TIMES = Number(process.env.ROSTRUM_FAILOVER_TIMES || 20);
const KINDS = (process.env.ROSTRUM_FAILOVER_FAULTS || 'kill,freeze,cut,node').split(',');
const BACK_LIMIT_MS = 60_000;
const START_LIMIT_MS = 30_000;
const REJOIN_LIMIT_MS = 60_000;
const PROXIES_MS = 2000; // until HAProxy has asked all once: before, it takes each for the primary
const GOAL = { most: 10_000, p95: 5000 };

function figure(isMet, what, goal) {
    console.log(`${isMet ? 'ok' : 'not ok'} - failover: ${what} (goal ${goal})`);
    if (!isMet) process.exitCode = 1;
}

/** When this process, and so the whole machine, was held up: others may work on it at real-time priority.
 * What happened then says nothing of Rostrum. */
const STALL_MS = 700;
const stalls = [];
let ticked = performance.now();
setInterval(() => {
    const now = performance.now();
    if (now - ticked > STALL_MS) stalls.push([ticked, now]);
    ticked = now;
}, 50).unref();
const hasStall = (from, to) => stalls.some(([begin, end]) => begin < to && end > from);

const seconds = (ms) => (ms / 1000).toFixed(2);
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];

/** Started in the hub, and ended with this process. */
function inHub(argv, env = {}) {
    const out = fs.openSync(`${folder}/${argv[0]}.log`, 'a');
    spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...argv], { env: { ...process.env, ...env }, stdio: ['ignore', out, out] });
    fs.closeSync(out);
}

const server = (port) => ({ port, host: `${hubAddress}:8080`, publicUrl: `http://${hubAddress}:8080` });
/** Either node, the first, the second. */
const servers = [server(8080), server(8081), server(8082)];
const isReady = async (one) => (await new Browser(one).get('/readyz').catch(() => null))?.status === 200;

async function build() {
    makeHub();
    const cluster = new Cluster();
    const nodes = [new Node('app1', 1), new Node('app2', 2)];
    inHub(['etcd'], etcdSettings(0, folder));
    for (const node of nodes) node.etcdUp();
    const primary = await cluster.up();
    cluster.sql(
        primary,
        `CREATE ROLE rostrum_app NOLOGIN; CREATE ROLE rostrum_retention NOLOGIN;
        CREATE ROLE rostrum_owner LOGIN PASSWORD '${passwords.rostrum_owner}';
        CREATE ROLE rostrum LOGIN PASSWORD '${passwords.rostrum}' IN ROLE rostrum_app;`,
    );
    cluster.sql(primary, 'CREATE DATABASE rostrum OWNER rostrum_owner');
    for (const node of nodes) node.proxiesUp();
    await sleep(PROXIES_MS);
    await nodes[0].serve();
    fs.mkdirSync(`${nodes[1].folder}/data`, { mode: 0o700 });
    fs.copyFileSync(`${nodes[0].folder}/data/key-ring`, `${nodes[1].folder}/data/key-ring`);
    await nodes[1].serve();
    fs.writeFileSync(`${folder}/nginx.conf`, front(folder, nodes));
    inHub(['nginx', '-p', folder, '-e', `${folder}/nginx-errors.log`, '-c', `${folder}/nginx.conf`]);
    for (const one of servers)
        if (!(await happens(() => isReady(one), START_LIMIT_MS))) throw new Error(`port ${one.port} is not ready`);
    return { cluster, nodes };
}

const faults = {
    kill: { what: 'the primary killed', hurt: (one) => one.kill(), heal: (one) => one.up() },
    freeze: { what: 'the primary frozen', hurt: (one) => one.freeze(), heal: (one) => one.thaw() },
    cut: { what: 'the primary cut off', hurt: (one) => one.cut(), heal: (one) => one.join() },
};

/** How long after a moment each node had answered a save that was sent after it. */
async function writesBack(writers, began) {
    const saved = (id) => writers
        .filter((one) => one.id.endsWith(id))
        .flatMap((one) => one.acts.slice(-8))
        .filter((act) => act.isDone && act.sentAt > began)
        .map((act) => act.at);
    const first = (id) => Math.min(...saved(id));
    const isBack = await happens(() => Number.isFinite(first('1')) && Number.isFinite(first('2')), BACK_LIMIT_MS);
    return isBack ? Math.max(first('1'), first('2')) - began : Infinity;
}

/** The victim must become a standby again by itself; if it does not, it is made anew, so that the others
 * can be hurt. How long that took. */
async function rejoin({ cluster, stranded }, victim, kind) {
    const began = performance.now();
    if (await cluster.whole(REJOIN_LIMIT_MS)) return performance.now() - began;
    stranded.push(`${kind}: ${victim.name} did not come back: ${JSON.stringify(cluster.seen)}`);
    console.log(`# ${stranded.at(-1)}: ${victim.tell()}`);
    victim.keepLog('patroni', stranded.length);
    victim.reinit();
    if (!(await cluster.whole())) throw new Error(`the cluster is not whole: ${JSON.stringify(cluster.seen)}`);
    return Infinity;
}

async function hurtOnce(world, kind) {
    const { cluster, writers } = world;
    const primary = await cluster.whole();
    await sleep(500 + Math.random() * 1500);
    faults[kind].hurt(primary);
    const began = performance.now();
    const back = await writesBack(writers, began);
    await sleep(Math.random() * 1500);
    faults[kind].heal(primary);
    return { back, rejoined: await rejoin(world, primary, kind) };
}

const ordered = (times) => [...times].sort((a, b) => a - b);
const spread = (times) =>
    `p50 ${seconds(quantile(times, 0.5))} s, p95 ${seconds(quantile(times, 0.95))} s, worst ${seconds(times.at(-1))} s`;

function report(kind, rounds) {
    const back = ordered(rounds.map((one) => one.back));
    figure(
        back.at(-1) < GOAL.most && quantile(back, 0.95) <= GOAL.p95,
        `${faults[kind].what}, ${back.length} times: writes of both nodes are back after ${spread(back)}`,
        'p95 5 s, worst under 10 s',
    );
    const rejoined = ordered(rounds.map((one) => one.rejoined).filter(Number.isFinite));
    figure(
        rejoined.length === rounds.length,
        `${faults[kind].what}: it is a standby again by itself ${rejoined.length} of ${rounds.length} times, after ` +
            spread(rejoined),
        'all',
    );
}

async function hurt(world, kind) {
    const rounds = [];
    for (let tries = 0; rounds.length < TIMES && tries < 2 * TIMES; tries++) {
        const began = performance.now();
        const round = await hurtOnce(world, kind);
        const isStalled = hasStall(began, performance.now());
        if (!isStalled || !Number.isFinite(round.rejoined)) rounds.push(round);
        console.log(`# ${kind} ${tries + 1}: ${seconds(round.back)} s, a standby after ${seconds(round.rejoined)} s ` +
            `(load ${os.loadavg()[0].toFixed(1)})${isStalled ? ': not counted, the machine was held up' : ''}`);
    }
    report(kind, rounds);
}

/** A node with all that is on it, while it carries out a form. Who asks the other, or either, goes on. */
async function killNode(world, node, again) {
    const { cluster, writers } = world;
    await cluster.whole();
    await sleep(500);
    const resent = await again.sendAndLose(servers[node.number], node.aim());
    const began = performance.now();
    const one = writers.find((writer) => writer.id === 'any');
    const next = () => one.acts.find((act) => act.isDone && act.sentAt > began);
    await happens(next, BACK_LIMIT_MS);
    await resent(servers[3 - node.number]);
    node.etcdUp();
    node.proxiesUp();
    await sleep(PROXIES_MS);
    await node.serve();
    return next() ? next().at - began : Infinity;
}

async function killNodes(world) {
    const again = new Again(world.admin);
    world.writers.push(again);
    const began = performance.now();
    const waits = [];
    for (let i = 0; i < TIMES; i++) {
        waits.push(await killNode(world, world.nodes[i % 2], again));
        console.log(`# node ${i + 1}: ${seconds(waits.at(-1))} s (load ${os.loadavg()[0].toFixed(1)})`);
    }
    figure(Math.max(...waits) < GOAL.most, `an application node killed, ${TIMES} times: writes by the other are back ` +
        `after ${spread(ordered(waits))}`, 'under 10 s');
    return { again, began };
}

/** world.killed: {again, began} if nodes were killed. */
async function judge({ admin, writers, killed, stranded }) {
    admin.server = servers[0];
    const found = await count(admin, writers);
    const asked = writers.flatMap((one) => one.asked);
    const longest = Math.max(
        ...asked.filter(([began, took]) => !hasStall(began, began + took)).map(([, took]) => took));
    console.log(`# the machine was held up for more than ${STALL_MS} ms ${stalls.length} times: requests then are not in the longest`);
    console.log(`# ${asked.length} requests`);
    const lost = (acts) => acts.filter((one) => one.isDone && !found.there.has(one.text));
    const acts = writers.flatMap((one) => one.acts);
    const done = acts.filter((one) => one.isDone).length;
    figure(lost(acts).length === 0, `${lost(acts).length} of ${done} acknowledged changes lost`, '0');
    if (killed) {
        const then = acts.filter((one) => one.isDone && one.at > killed.began);
        figure(lost(then).length === 0, `${lost(then).length} of ${then.length} acknowledged while application nodes ` +
            'were killed lost', '0');
        const { forms, unheard, early } = killed.again;
        const once = forms.filter((text) => found.there.get(text) === 1);
        figure(
            once.length === TIMES,
            `${once.length} of ${TIMES} forms acted once that were sent again to the other node, as theirs was killed ` +
                `meanwhile (${unheard} had no answer, ${early} of these were carried out already)`,
            'all',
        );
    }
    const resent = acts.filter((one) => one.sent > 1);
    const once = resent.filter((one) => found.there.get(one.text) === 1);
    figure(once.length === resent.length, `${once.length} of ${resent.length} changes that were sent again after no clear ` +
        'answer acted once', 'all');
    figure(found.doubled.length === 0, `${found.doubled.length} of ${acts.length} changes made twice`, '0');
    figure(longest < GOAL.most, `the longest request took ${seconds(longest)} s`, 'under 10 s');
    const odd = writers.flatMap((one) => one.odd);
    figure(odd.length === 0, `${odd.length} acts ended with an answer that nobody should get`, '0');
    const shown = [...lost(acts).map((one) => one.text), ...found.doubled, ...odd, ...stranded];
    for (const one of shown.slice(0, 20)) console.log(`# ${one}`);
}

async function main() {
    const world = { ...(await build()), stranded: [] };
    servers[1].setupCode = world.nodes[1].setupCode; // each start makes a new one
    const admin = (world.admin = await setUp(servers[1]));
    const email = 'bea@harbor.example';
    await addPerson(admin, { full_name: 'Bea Moss', email, user_persona: 'Enterprise Team' });
    console.log(`# ${os.cpus().length} cores; Patroni: ${patroniTimes}`);
    const both = await checkBoth({ admin, email, scopes: recordScopes, first: servers[1], second: servers[2] });
    for (const [promise, held] of Object.entries(both.held))
        figure(held === both.rounds, `${promise} of one node hold on the other at the next request: ${held} of ${both.rounds}`, 'all');
    for (const one of both.wrong.slice(0, 5)) console.log(`# ${one}`);

    const { secretKey } = await makeToken(admin, recordScopes);
    world.writers = makeWriters(servers, admin, secretKey);
    const running = world.writers.map((one) => one.run());
    for (const kind of KINDS.filter((one) => faults[one])) await hurt(world, kind);
    if (KINDS.includes('node')) world.killed = await killNodes(world);
    await world.cluster.whole();
    for (const one of world.writers) one.isOver = true;
    await Promise.all(running);
    await judge(world);
    console.log(`# load at the end ${os.loadavg().map((one) => one.toFixed(1)).join(' ')}`);
}

await main().catch((error) => {
    console.log(`not ok - failover: ${error.stack}`);
    process.exitCode = 1;
});
process.exit();
