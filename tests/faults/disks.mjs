// See disks.
import path from 'node:path';
import { lookAfter, whileWorking, withClients } from '../http/crashes.mjs';
import { makeDisk } from '../http/disk.mjs';
import { isPostgres, sql, startDatabase } from '../http/engine.mjs';
import { createPrompt } from '../http/people.mjs';
import { killWorkers, startServer } from '../http/server.mjs';
import { happens, sleep } from '../http/wait.mjs';
import { figure, none, note } from './figures.mjs';

const TIMES = Number(process.env.ROSTRUM_FAULT_DISKS || 10);
const GOAL_MS = 2000;
const FULL_MS = 2500; // how long it stays full
const LIMIT_MS = 30_000;
const DISK_MIB = isPostgres ? 512 : 64;

/** What the disk refused, as the clients saw it: each form must be there as it was typed. */
function watchForms(run) {
    const seen = { refused: 0, lost: [] };
    for (const [client] of run.clients)
        client.seeRefusal = (page, button, changes = {}) => {
            if (page.status !== 503 || !/The server's disk is/.test(page.words)) return;
            seen.refused++;
            const typed = Object.entries(changes).filter(
                ([name, value]) => name !== 'password' && value !== null,
            );
            const forms = page.forms.filter((one) => one.method === 'post');
            const isThere = ({ fields }) =>
                typed.every(([name, value]) =>
                    fields.some(([field, shown]) => field === name && shown === value),
                );
            if (!forms.some(isThere)) seen.lost.push(`${client.id}: ${page.path}: ${button}`);
        };
    return seen;
}

/** Reads of all pools while nothing can be saved: those that were not answered, or say nothing. */
async function readAll(run, list) {
    for (const place of ['/prompts', '/agents', '/account', '/import', '/search?q=kills', '/readyz']) {
        const page = await run.admin.get(place).catch((error) => ({ status: error.message }));
        if (page.status !== 200) list.push(`${place}: ${page.status}`);
    }
}

/** Until somebody's change was acknowledged. */
async function timeOfSave(run, number) {
    const began = performance.now();
    const name = `disks/${number}-${Math.round(began)}`;
    const isSaved = await happens(
        () => createPrompt(run.admin, { name, body: 'there is room' }).catch(() => null),
        LIMIT_MS,
        5,
    );
    return isSaved ? performance.now() - began : Infinity;
}

function showAfter(found, seen) {
    const acknowledged = Object.values(found.kept).reduce((sum, count) => sum + count, 0);
    const each = Object.entries(found.kept).map(([id, count]) => `${id} ${count}`);
    note(`${acknowledged} writes acknowledged (${each.join(', ')}), ${found.refused} requests not`);
    none(found.lost, `of ${acknowledged} acknowledged writes lost`);
    none(found.torn, 'records torn, or without the event or the version that belongs to them');
    none(found.problems, 'answers that nobody should get');
    figure(found.log === null, `the audit log ${found.log ?? 'verifies'}`, 'verifies');
    none(found.locks, 'locks left behind');
    figure(seen.refused > 0, `${seen.refused} forms refused by the disk`, 'some');
    none(seen.lost, 'of them that did not come back as they were typed');
}

function showTimes(times, what) {
    const worst = Math.max(...times);
    figure(worst <= GOAL_MS, `until a change is taken ${what}, ${times.length} times: worst ${worst.toFixed(0)} ms`, `${GOAL_MS} ms`);
}

/** Filled to the last byte, for a while, and freed, again and again. */
async function fillAgain(run, disk, { unread, times, dead }) {
    const workers = run.server.workerPids();
    for (let i = 0; i < TIMES; i++) {
        await sleep(500);
        disk.fill();
        await sleep(FULL_MS / 2);
        await readAll(run, unread);
        disk.fill(); // what was given back meanwhile
        await sleep(FULL_MS / 2);
        await readAll(run, unread);
        const left = run.server.workerPids();
        if (i === TIMES - 1) dead.push(...workers.filter((pid) => !left.includes(pid)));
        if (i === TIMES - 1 && !isPostgres) await startAgain(run, unread);
        disk.free();
        times.push(await timeOfSave(run, i));
    }
}

/** Workers that are started on a full disk serve what can be read. PostgreSQL does not always begin a
 * session then: it may have a file to write for it. */
async function startAgain(run, unread) {
    const workers = new Set(await killWorkers(run.server));
    note(`${workers.size} workers killed, and started while it is full`);
    const answers = ['/prompts', '/account', '/import'].map((place) =>
        happens(async () => (await run.admin.get(place).catch(() => ({}))).status === 200, LIMIT_MS),
    );
    if ((await Promise.all(answers)).includes(null)) unread.push('after they were started again');
}

async function full(run, disk) {
    const unread = [];
    const times = [];
    const dead = [];
    const seen = watchForms(run);
    await whileWorking(run, () => fillAgain(run, disk, { unread, times, dead }));
    showAfter(await lookAfter(run), seen);
    none(unread, `reads not answered while it was full, ${TIMES} times`);
    none(dead, 'workers died');
    showTimes(times, 'once there is room');
}

/** The kernel takes no write any more, as after an error of the disk; then it is repaired, and the
 * server started again. */
async function readOnlyFile(run, disk) {
    const unread = [];
    const seen = watchForms(run);
    const { dataDir, port } = run.server;
    await whileWorking(run, async () => {
        await sleep(500);
        disk.fail();
        await sleep(FULL_MS);
        await readAll(run, unread);
    });
    await run.server.stop();
    disk.repair();
    run.server = await startServer({ dataDir, port });
    run.admin.server = run.server;
    const time = await timeOfSave(run, 'repaired');
    showAfter(await lookAfter(run), seen);
    none(unread, 'reads not answered while it took no writes');
    showTimes([time], 'after it was repaired and everything started');
}

/** A PostgreSQL server that takes no writes any more, and then does. */
async function readOnlyServer(run) {
    const unread = [];
    const times = [];
    const seen = watchForms(run);
    const tell = (value) => {
        sql(run.server, `ALTER SYSTEM SET default_transaction_read_only = ${value}`);
        sql(run.server, 'SELECT pg_reload_conf()');
    };
    await whileWorking(run, async () => {
        await sleep(500);
        tell('on');
        await sleep(FULL_MS);
        await readAll(run, unread);
        tell('off');
        times.push(await timeOfSave(run, 'again'));
    });
    showAfter(await lookAfter(run), seen);
    none(unread, 'reads not answered while it took no writes');
    showTimes(times, 'once the server takes them');
}

/** Without room for its log the server ends, and does not start until there is. */
async function fullLog(run, disk) {
    const times = [];
    const { folder } = run.database;
    await whileWorking(run, async () => {
        await sleep(500);
        disk.fill();
        const isDown = await happens(async () => {
            try {
                sql(run.server, 'SELECT pg_switch_wal()'); // or it takes long to need more room
                return false;
            } catch {
                return true;
            }
        }, LIMIT_MS, 200);
        note(`the server ${isDown ? 'ended' : 'went on'} without room for its log`);
        await sleep(FULL_MS);
        disk.free();
        await run.database.crash(); // it is started again
        times.push(await timeOfSave(run, 'log'));
    });
    const found = await lookAfter(run);
    none(found.lost, `acknowledged writes lost when there was no room for the log of ${path.basename(folder)}`);
    none(found.torn, 'records torn by that');
    figure(found.log === null, `the audit log ${found.log ?? 'verifies'}`, 'verifies');
    showTimes(times, 'once there is room and the server is started');
}

async function onDisk(options, use) {
    const disk = makeDisk(DISK_MIB, options);
    try {
        await use(disk);
    } finally {
        disk.remove();
    }
}

async function withServer(env, use) {
    const database = await startDatabase({ limitS: 3600, env });
    try {
        await withClients({ database }, use);
    } finally {
        await database.stop();
    }
}

if (isPostgres) {
    await onDisk({}, (data) =>
        onDisk({}, async (log) => {
            const env = { ROSTRUM_TEST_HOME: data.folder, ROSTRUM_TEST_WAL: log.folder };
            await withServer(env, async (run) => {
                await full(run, data);
                await fullLog(run, log);
            });
            await withServer(env, readOnlyServer);
        }),
    );
} else {
    await onDisk({ mayFail: true }, (disk) =>
        withClients({ dataDir: path.join(disk.folder, 'data') }, async (run) => {
            await full(run, disk);
            await readOnlyFile(run, disk);
        }),
    );
}
