// See door.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { Browser } from '../http/client.mjs';
import { backends } from '../http/crashes.mjs';
import { isPostgres, sql, startDatabase } from '../http/engine.mjs';
import { admin, createPrompt, expectStatus, setUp } from '../http/people.mjs';
import { startServer } from '../http/server.mjs';
import { sleep } from '../http/wait.mjs';
import { byRank, figure, median, note, p95 } from './figures.mjs';

const FLOOD_MS = Number(process.env.ROSTRUM_DOOR_S ?? 10) * 1000;
const TRIES = Number(process.env.ROSTRUM_DOOR_TRIES ?? 200);
const RATE = 200; // a second
const FLOOR_MS = 10; // below it a p95 is that of the clock and of whoever else works here
const TIMES_GOAL = 2;
const MEMORY_GOAL_MIB = 128;
const DIFFERENCE_GOAL_MS = 1;
const ROUNDS = 3; // of a flood
const COMPARED_MS = Number(process.env.ROSTRUM_DOOR_COMPARED_S ?? 600) * 1000;

const random = (below) => Math.floor(Math.random() * below);

/** Tries a password once, from an address of this machine: the status, 0 for none. */
function guess({ port, host, origin, cookie, csrf }, localAddress, email, password = 'a wrong one') {
    const body = new URLSearchParams({ csrf, email, password }).toString();
    return new Promise((resolve) => {
        const request = http.request({
            host: '127.0.0.1',
            port,
            localAddress,
            method: 'POST',
            path: '/login',
            agent: false,
            headers: {
                Host: host,
                Origin: origin,
                Cookie: cookie,
                'Content-Type': 'application/x-www-form-urlencoded',
                'Content-Length': body.length,
            },
        });
        request.on('response', (message) => {
            const parts = [];
            message.on('data', (part) => parts.push(part));
            message.on('end', () =>
                resolve({ status: message.statusCode, text: Buffer.concat(parts).toString() }),
            );
        });
        request.on('error', () => resolve({ status: 0, text: '' }));
        request.end(body);
    });
}

const anywhere = () => `127.${1 + random(250)}.${random(250)}.${1 + random(250)}`;

/** A second of flood, a second without: whoever else uses the machine falls on both. */
const PULSE_MS = 1000;
const SETTLE_MS = 500;
const isOn = (since) => since % (2 * PULSE_MS) < PULSE_MS;
const isQuiet = (since) => !isOn(since) && (since % PULSE_MS) > SETTLE_MS;

/** A process of its own, so that its work is not the reader's wait. */
async function flood({ door, isFromOne, ms }) {
    const counts = {};
    const pending = [];
    const began = Date.now();
    for (let i = 0; Date.now() - began < ms; i++) {
        if (!isOn(Date.now() - began)) {
            await sleep(10);
            i--;
            continue;
        }
        const from = isFromOne ? '127.9.9.9' : anywhere();
        const email = i % 4 === 0 ? door.email : `${random(1e9)}@harbor.example`;
        pending.push(
            guess(door, from, email).then(({ status }) => {
                counts[status] = (counts[status] ?? 0) + 1;
            }),
        );
        const since = Date.now() - began;
        const ahead = (i + 1) * (1000 / RATE) - Math.floor(since / (2 * PULSE_MS)) * PULSE_MS - (since % (2 * PULSE_MS));
        if (ahead > 1) await sleep(ahead);
    }
    await Promise.race([Promise.all(pending), sleep(5000)]);
    process.send(counts, () => process.exit(0));
}

/** Someone who reads, and saves now and then: how long each took, in the flood and without. */
async function work(browser, start, end) {
    const times = { during: [], idle: [] };
    for (let i = 0; Date.now() < end; i++) {
        const since = Date.now() - start;
        const began = performance.now();
        if (i % 25 === 0) await createPrompt(browser, { name: `Door ${end} ${i}`, body: 'x' });
        else expectStatus(await browser.get('/prompts'), 200);
        const time = performance.now() - began;
        if (isOn(since)) times.during.push(time);
        else if (isQuiet(since)) times.idle.push(time);
        await sleep(20);
    }
    return times;
}

/** What the processes of a server have of memory, shared pages divided among them. */
function memoryOf(server) {
    let kib = 0;
    for (const { pid } of server.tree()) {
        try {
            const rollup = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
            kib += Number(rollup.match(/^Pss: +(\d+)/m)[1]);
        } catch {
            /* it ended */
        }
    }
    return kib / 1024;
}

async function watchMemory(server, end) {
    let most = 0;
    while (Date.now() < end) {
        most = Math.max(most, memoryOf(server));
        await sleep(250);
    }
    return most;
}

const isWithin = (idle, during) =>
    Math.max(during, FLOOR_MS) <= TIMES_GOAL * Math.max(idle, FLOOR_MS);

/** A flood in pulses, beside one who works all the time. */
async function measureFlood(server, browser, door, isFromOne) {
    const workers = server.workerPids().sort().join();
    const before = await watchMemory(server, Date.now() + 500);
    const child = fork(fileURLToPath(import.meta.url), ['flood']);
    await new Promise((resolve) => child.once('message', resolve));
    const start = Date.now();
    const end = start + 2 * FLOOD_MS;
    child.send({ door, isFromOne, ms: 2 * FLOOD_MS });
    const counted = new Promise((resolve) => child.once('message', resolve));
    const [times, most] = await Promise.all([
        work(browser, start, end),
        watchMemory(server, end),
    ]);
    const counts = await counted;
    return {
        idle: p95(times.idle),
        during: p95(times.during),
        memory: most - before,
        isAlive: server.workerPids().sort().join() === workers,
        counts,
    };
}

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

async function reportFlood(server, browser, door, isFromOne) {
    const from = isFromOne ? 'from one address' : 'from 250 networks and more';
    let result;
    for (let round = 0; round < ROUNDS; round++) {
        result = await measureFlood(server, browser, door, isFromOne);
        if (isWithin(result.idle, result.during)) break;
    }
    const { idle, during, memory, isAlive, counts } = result;
    const rate = Math.round(sum(counts) / (FLOOD_MS / 1000));
    note(`${rate} sign-ins a second ${from}: ${JSON.stringify(counts)}`);
    figure(
        isWithin(idle, during),
        `beside sign-ins ${from} the p95 of one who reads and saves is ${during.toFixed(1)} ms, ` +
            `${idle.toFixed(1)} ms between`,
        `${TIMES_GOAL} ×, or ${TIMES_GOAL * FLOOR_MS} ms`,
    );
    figure(
        memory <= MEMORY_GOAL_MIB,
        `sign-ins ${from} take ${memory.toFixed(0)} MiB of memory`,
        `${MEMORY_GOAL_MIB} MiB`,
    );
    figure(isAlive, `every worker lives on through sign-ins ${from}`, 'all');
}

/** But for the form's token and how many seconds are left. */
const bare = (text) =>
    text
        .replace(/name="csrf" value="[^"]*"/g, '')
        .replace(/data-challenge="[^"]*"/g, '') // of a passkey
        .replace(/again in \d+ \w+/g, '');

/** One that has an account, and one as long that has none. */
const emailsOf = (door) => [door.email, door.email.replace('@', 's@').slice(1)];

/** What these processes have had of a core, in milliseconds: whoever else works here takes nothing of it. */
function spentBy(pids) {
    let ns = 0;
    for (const pid of pids) {
        try {
            ns += Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
        } catch {
            /* it ended */
        }
    }
    return ns / 1e6;
}

/** Tries a known and an unknown address one after the other, until neither found all cores taken:
 * {known, unknown}, each {ms, spent, status, page}. */
async function tryBoth({ server, door, pids }, isThrottled, order) {
    const [known, unknown] = emailsOf(door);
    const emails = { known, unknown };
    for (;;) {
        const pair = {};
        if (!isThrottled) sql(server, 'DELETE FROM attempts');
        for (const kind of order) {
            const before = spentBy(pids);
            const began = performance.now();
            const { status, text } = await guess(door, '127.0.0.1', emails[kind]);
            const ms = performance.now() - began;
            const page = status + bare(text).replaceAll(emails[kind], 'EMAIL');
            pair[kind] = { ms, spent: spentBy(pids) - before, status, page };
        }
        if (pair.known.status !== 503 && pair.unknown.status !== 503) return pair;
    }
}

/** The pairs that nobody held up: both halves are in the faster half of their kind. */
function quiet(pairs, what) {
    const limit = (kind) => median(pairs.map((pair) => pair[kind][what]));
    const [known, unknown] = [limit('known'), limit('unknown')];
    return pairs.filter((pair) => pair.known[what] <= known && pair.unknown[what] <= unknown);
}

/** How far apart the times of pairs are. A tenth of them is not slowed by whoever else works here;
 * and of the median of quiet ones one knows how much chance there is in it. */
function apart(pairs, what) {
    const differences = quiet(pairs, what).map(({ known, unknown }) => known[what] - unknown[what]);
    const middle = median(differences);
    const spread = 1.4826 * median(differences.map((one) => Math.abs(one - middle)));
    const fastest = (kind) => byRank(pairs.map((pair) => pair[kind][what]), 0.1);
    return {
        known: fastest('known'),
        unknown: fastest('unknown'),
        middle: Math.abs(middle),
        chance: (2 * 1.2533 * spread) / Math.sqrt(differences.length), // two standard errors of a median
    };
}

const isHidden = ({ known, unknown, middle, chance }) =>
    Math.abs(known - unknown) < DIFFERENCE_GOAL_MS && middle + chance < DIFFERENCE_GOAL_MS;

/** Or what there is may be chance. */
const mayBeHidden = ({ middle, chance }) => middle < Math.max(DIFFERENCE_GOAL_MS, chance);

const tell = ({ known, unknown, middle, chance }) =>
    `the fastest tenth takes ${known.toFixed(2)} ms at a known address, ${unknown.toFixed(2)} ms at an ` +
    `unknown one; the median of quiet pairs is ${middle.toFixed(2)} ms apart, and chance at most ` +
    `${chance.toFixed(2)} ms more`;

/** More of them while chance could be what is between them, for so long. */
async function reportComparison(run, isThrottled) {
    const what = isThrottled ? 'that have to wait' : 'that are verified';
    const pairs = [];
    const end = Date.now() + COMPARED_MS;
    do {
        for (let i = 0; i < TRIES; i++) {
            const order = i % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known'];
            pairs.push(await tryBoth(run, isThrottled, order));
        }
    } while (!isHidden(apart(pairs, 'spent')) && Date.now() < end);
    const spent = apart(pairs, 'spent');
    const taken = apart(pairs, 'ms');
    figure(
        isHidden(spent),
        `of ${pairs.length} sign-ins each ${what}, in time of cores ${tell(spent)}`,
        `${DIFFERENCE_GOAL_MS} ms`,
    );
    figure(mayBeHidden(taken), `by the clock ${tell(taken)}`, `${DIFFERENCE_GOAL_MS} ms, or chance`);
    const pages = new Set(pairs.flatMap((pair) => [pair.known.page, pair.unknown.page]));
    figure(pages.size === 1, `the answers to those ${what} are the same but for the address`, 'all');
}

async function main() {
    const database = isPostgres ? await startDatabase() : null;
    const server = await startServer({ databaseFolder: database?.folder });
    try {
        const browser = await setUp(server);
        const visitor = new Browser(server);
        const { csrf } = await visitor.get('/login');
        const door = {
            port: server.port,
            host: server.host,
            origin: server.publicUrl,
            cookie: visitor.cookieHeader(),
            csrf,
            email: admin.email,
        };
        const pids = [...server.tree().map((one) => one.pid), ...(database ? backends(database) : [])];
        const run = { server, door, pids };
        await reportComparison(run, false);
        sql(server, 'DELETE FROM attempts');
        for (let i = 0; i < 12; i++) await guess(door, anywhere(), emailsOf(door)[i % 2]);
        sql(server, 'UPDATE attempts SET open_from = kept_until');
        await reportComparison(run, true);
        await reportFlood(server, browser, door, false);
        await reportFlood(server, browser, door, true);
        const rows = Number(sql(server, 'SELECT count(*) FROM attempts')[0]);
        note(`${rows} rows count attempts`);
    } finally {
        await server.stop();
        await database?.stop();
    }
}

if (process.argv[2] === 'flood') {
    process.once('message', flood);
    process.send('ready');
} else await main();
