// People who read and save while processes are killed, and what must be true of it afterwards: for
// kills.test.mjs, tests/faults/kills and tests/faults/disks.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Browser, decodeHtml } from './client.mjs';
import { damages, hex, isPostgres, sql, sqlNumber, startDatabase } from './engine.mjs';
import { addPerson, createPrompt, idOf, password, setUp } from './people.mjs';
import { runCommand } from './programs.mjs';
import { isAlive, namesBelow, processTree, removeFolder, startServer, temporaryFolder } from './server.mjs';
import { PATIENCE_MS, happens, sleep, waitFor } from './wait.mjs';

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** What whoever asks may get while something is dead: no answer, or "try again". */
const passing = [502, 503, 504];

/** The lock files of src/crypt/password_turn.c, one for each core and one for those who wait, made
 * when they are first wanted and kept on purpose: the kernel releases what a dead worker held, and
 * findLocks() sees that it did. */
const lasting = /^run\/rostrum-password-\d+-(\d+|queue)\.lock$/;

const IMPORT_RECORDS = 450; // three batches
const UNHEARD_MS = 15_000; // a request, at most
const RENEW = 40; // saves of one record
const AGENT = { model: { name: 'm' } };

/** A body that says which save it is from its first line to its last. */
function bodyOf(id, number) {
    const line = `save ${number} of ${id}, whole or not at all\n`;
    const bytes = number % 50 === 7 ? 200_000 : 100 + ((number * 977) % 6000);
    return line.repeat(Math.ceil(bytes / line.length)) + 'end';
}

/** Somebody who keeps what was answered 303, and goes on when nobody answers. */
export class Client {
    /** problems: what no answer may be, for all of them. */
    constructor(id, browser, problems) {
        Object.assign(this, { id, browser, problems, number: 0, refused: 0, kept: [] });
        this.isUnsure = false;
        this.unheardAt = -Infinity;
    }

    async take(asking, ...wanted) {
        const page = await asking.catch(() => null);
        if (page !== null && wanted.includes(page.status)) return page;
        this.refused++;
        const isOwn =
            (page?.status === 409 && (this.isUnsure || (page.path.startsWith('/import/') && this.mayGoOn()))) ||
            // attempts are counted before they are looked at: of some nobody told how they ended
            (page?.status === 429 && page.path === '/login');
        if (page !== null && !passing.includes(page.status) && !isOwn) {
            const what = `${this.id}: ${page.method} ${page.path}: ${page.status}`;
            this.problems.push(`${what} ${page.words.replace(/^.* Sign out /, '').slice(0, 300)}`);
        }
        await sleep(5);
        return null;
    }

    /** What nobody answered may still be carried out: a step of an import beside others that are
     * taken, so that it has ended before the next one. */
    mayGoOn() {
        return performance.now() < this.unheardAt + UNHEARD_MS;
    }

    open(place) {
        return this.take(this.browser.get(place), 200);
    }

    /** Sends a form; the answer if it was acknowledged, else null. */
    async send(place, button, changes) {
        const page = await this.open(place);
        return page && this.submit(page, button, changes);
    }

    /** What was sent without an answer may still be carried out, by a worker whose nginx was killed:
     * the next form is then out of date by that change of one's own, or those after it are while it
     * goes on, until one is taken. */
    async submit(page, button, changes) {
        const asking = this.browser.submit(page, button, changes, { isPatient: false });
        const done = await this.take(asking, 303);
        const answer = await asking.catch(() => ({ status: 503 }));
        this.isUnsure = answer.status !== 303 && (this.isUnsure || passing.includes(answer.status));
        if (passing.includes(answer.status)) this.unheardAt = performance.now();
        if (!done) this.seeRefusal?.(answer, button, changes);
        return done;
    }

    keep(entry) {
        this.kept.push({ number: this.number, ...entry });
    }
}

const recordPath = (location) => location.match(/^\/\w+\/[0-9a-f-]{36}/)[0];

/** Saves of records of one kind, a new one now and then. */
function saver(kind, button, fields) {
    return async (client) => {
        client.number++;
        const content = fields(client.id, client.number);
        const isNew = client.record === undefined || client.number % RENEW === 0;
        const name = { name: `kills/${client.id}/${client.number}` };
        const done = isNew
            ? await client.send(`/${kind}s/new`, `Create ${kind}`, { ...name, ...content })
            : await client.send(`${client.record}/edit`, button, content);
        if (!done) return;
        if (isNew) client.record = recordPath(done.location);
        client.keep({ record: client.record, ...content });
    };
}

const configOf = (id, number) => JSON.stringify({ ...AGENT, metadata: { id, number } });
const savePrompts = saver('prompt', 'Save prompt', (id, number) => ({ body: bodyOf(id, number) }));
const saveAgents = saver('agent', 'Save agent', (id, number) => ({ config: configOf(id, number) }));

async function moveLabels(client) {
    client.number++;
    const version = 1 + (client.number % 2);
    const reason = `move ${client.number} of ${client.id}`;
    const change = `${client.record}/releases/change?label=beta&to_version=${version}`;
    const page = await client.take(client.browser.get(change), 200, 303);
    const form = page?.forms.find((one) => one.action.endsWith('/releases/move'));
    if (!form) return; // or the label is there, by a move without an answer
    if (await client.submit(page, form.buttons[0].text, { reason })) client.keep({ reason });
}

async function comment(client) {
    client.number++;
    const body = `comment ${client.number} of ${client.id}`;
    if (await client.send(`${client.record}/activity`, 'Comment', { body })) client.keep({ body });
}

/** Every second one signs out again. */
async function signInAndOut(client) {
    client.number++;
    client.browser = new Browser(client.browser.server);
    const { email } = client;
    if (!(await client.send('/login', 'Sign in', { email, password }))) return;
    const cookies = new Map(client.browser.cookies);
    const isOut = client.number % 2 === 0 && (await client.send('/', 'Sign out', {}));
    // Of a sign-out without an answer nobody knows whether it was carried out.
    if (isOut || client.number % 2 === 1) client.keep({ cookies, isOut: Boolean(isOut) });
}

/** One that was made without an answer waits for its author, who may have ten. True if there was one. */
async function discardWaiting(client) {
    const list = await client.open('/import');
    const waiting = list?.text.match(/href="(\/import\/[0-9a-f-]{36})"/)?.[1];
    if (waiting) await client.send(waiting, 'Discard', {});
    return waiting !== undefined;
}

/** An import in batches, one step at a time: it goes on where it was. What a page shows as imported
 * is kept as acknowledged. */
async function importBatches(client) {
    if (client.plan === undefined) {
        if (await discardWaiting(client)) return;
        client.number++;
        const prompts = Array.from({ length: IMPORT_RECORDS }, (_, i) => ({
            name: `kills/${client.id}/${client.number}-${i}`,
            body: `${client.number} ${i}`,
        }));
        const text = JSON.stringify({ rostrum: 1, kind: 'organization', prompts });
        const done = await client.send('/import', 'Review import', { text, document: null });
        if (done) Object.assign(client, { plan: done.location, imported: 0 });
        return;
    }
    const page = await client.open(client.plan);
    const isDone = /Done: \d+ records imported/.test(page?.words);
    const imported = isDone
        ? IMPORT_RECORDS
        : Number(page?.words.match(/(\d+) of \d+ records imported/)?.[1] ?? 0);
    if (imported > client.imported) {
        client.imported = imported;
        client.keep({ imported });
    }
    const button = page?.forms
        .flatMap((form) => form.buttons)
        .find((one) => /^(Import \d+|Continue (importing|checking))/.test(one.text));
    if (button) {
        await client.submit(page, button.text);
    } else if (isDone) {
        client.plan = undefined;
    }
}

async function read(client) {
    client.number++;
    await client.open(pick(['/', '/prompts', '/agents', '/search?q=kills', '/users', '/audit']));
}

/** The clients, each with what it does again and again. */
async function makeClients(run) {
    const { server, admin, problems } = run;
    const person = async (name) => {
        const browser = await addPerson(admin, {
            full_name: name,
            email: `${name}@harbor.example`,
            user_persona: 'Enterprise Team',
        });
        return new Client(name, browser, problems);
    };
    const withPrompt = async (client) => {
        client.record = await createPrompt(client.browser, {
            name: `kills/${client.id}`,
            body: 'one',
        });
        await client.browser.fill(`${client.record}/edit`, 'Save prompt', { body: 'two' });
        return client;
    };
    const door = await person('door');
    door.email = 'door@harbor.example';
    return [
        [await person('ann'), savePrompts],
        [await person('ben'), savePrompts],
        [await person('cat'), saveAgents],
        [await withPrompt(await person('dan')), moveLabels],
        [await withPrompt(await person('eve')), comment],
        [door, signInAndOut],
        [await person('fay'), importBatches],
        [await person('gus'), read],
    ];
}

function killProcesses(pids) {
    for (const pid of pids) {
        try {
            process.kill(pid, 'SIGKILL');
        } catch (error) {
            assert.equal(error.code, 'ESRCH');
        }
    }
}

/** The processes of PostgreSQL that serve this program's connections. */
export function backends(database) {
    const file = path.join(database.folder, 'data/postmaster.pid');
    const root = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
    const isOurs = ({ pid }) => {
        try {
            return fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('postgres: rostrum ');
        } catch {
            return false; // it has ended meanwhile
        }
    };
    return processTree(root)
        .filter(isOurs)
        .map((one) => one.pid);
}

const named = (server, name) => server.tree().filter((one) => one.name === name);

const kinds = {
    worker: (run) => killProcesses([pick(run.server.workerPids())]),
    workers: (run) => killProcesses(run.server.workerPids()),
    supervisor: (run) => killProcesses([pick(named(run.server, 'multiwatch')).pid]),
    nginx: (run) => killProcesses([named(run.server, 'nginx')[0].pid]), // the master is the first
    async everything(run) {
        const { dataDir, port, databaseFolder } = run.server;
        const pids = run.server.tree().map((one) => one.pid);
        killProcesses(pids);
        await waitFor(() => pids.every((pid) => !isAlive(pid)));
        run.server.forget();
        run.server = await startServer({ dataDir, port, databaseFolder });
        run.admin.server = run.server;
    },
    backend: (run) => killProcesses(backends(run.database).slice(0, 1)),
    database: (run) => run.database.crash(),
};

/** What is killed how often, of twenty. */
const shares = isPostgres
    ? { worker: 9, workers: 1, supervisor: 3, nginx: 1, backend: 4, database: 2 }
    : { worker: 11, workers: 2, supervisor: 4, nginx: 1, everything: 2 };

function chooseKind(number) {
    const all = Object.entries(shares).flatMap(([kind, count]) => Array(count).fill(kind));
    return all[(number * 7) % all.length];
}

/** One address of each pool; all of them need the database. */
const probes = ['/prompts', '/account', '/import'];

async function nextGoodAnswers(run) {
    const began = performance.now();
    await Promise.all(
        probes.map(async (place) => {
            await waitFor(async () => (await run.admin.get(place).catch(() => null))?.status === 200,
                () => place);
        }),
    );
    return performance.now() - began;
}

async function killOnce(run, kind) {
    const killing = kinds[kind](run);
    const [time] = await Promise.all([nextGoodAnswers(run), killing]);
    run.times.push({ kind, time });
}

const isSame = (a, b) => JSON.stringify(JSON.parse(a)) === JSON.stringify(b);

/** Acknowledged saves that are not there, or not in their place: each once, in the order in which
 * they were answered. content: gives the save's number of a version that is whole, else null. */
function lostSaves(client, versions, content) {
    const lost = [];
    for (const record of new Set(client.kept.map((one) => one.record))) {
        const found = versions(record);
        const numbers = found.map(content);
        if (numbers.includes(null)) lost.push(`${client.id}: ${record}: a torn version`);
        if (numbers.some((number, i) => i > 0 && number <= numbers[i - 1]))
            lost.push(`${client.id}: ${record}: versions in disorder: ${numbers}`);
        for (const { number } of client.kept.filter((one) => one.record === record))
            if (!numbers.includes(number)) lost.push(`${client.id}: ${record}: save ${number}`);
    }
    return lost;
}

/** Texts that are not shown, or more than once: found by a pattern in a page and those it goes on
 * with. */
async function lostTexts(client, first, pattern, key) {
    const found = new Map();
    for (let place = first; place; ) {
        const page = await client.browser.get(place);
        assert.equal(page.status, 200, place);
        for (const [, text] of page.text.matchAll(pattern)) found.set(text, (found.get(text) ?? 0) + 1);
        const more = page.text.match(/href="([^"]*[?&](?:cursor|comments)=[^"]*)"[^>]*>(?:Older|Earlier)/);
        place = more && decodeHtml(more[1]).replace(/^(?=[?])/, first).replace(/#.*/, '');
    }
    const lost = client.kept.map((one) => one[key]).filter((text) => found.get(text) !== 1);
    return lost.map((text) => `${client.id}: ${text}`);
}

async function lostSessions(client) {
    const lost = [];
    for (const { number, cookies, isOut } of client.kept) {
        const browser = new Browser(client.browser.server);
        browser.cookies = new Map(cookies);
        const { status } = await browser.get('/prompts');
        if ((status === 200) === isOut) lost.push(`${client.id}: sign-in ${number}: ${status}`);
    }
    return lost;
}

function lostImports(run, client) {
    return client.kept
        .filter(({ number, imported }) => {
            const like = `name LIKE 'kills/${client.id}/${number}-%'`;
            return sqlNumber(run.server, `SELECT count(*) FROM prompts WHERE ${like}`) < imported;
        })
        .map(({ number, imported }) => `${client.id}: import ${number}: ${imported} records`);
}

/** All acknowledged writes that can't be found where they belong. */
async function findLost(run) {
    const client = (id) => run.clients.find(([one]) => one.id === id)[0];
    const all = await exportAll(run.admin);
    const versionsIn = (list) => {
        const byName = new Map(list.map((one) => [one.name, one.versions]));
        return (record) => byName.get(names.get(idOf(record).replaceAll('-', ''))) ?? [];
    };
    const rows = ['prompt', 'agent'].map((kind) => `SELECT ${hex('id')}, name FROM ${kind}s`);
    const names = new Map(sql(run.server, rows.join(' UNION ALL ')).map((row) => row.split('|')));
    const bodyNumber = (id) => (version) => {
        const number = Number(version.body.match(/^save (\d+) /)?.[1]);
        return version.body === bodyOf(id, number) ? number : null;
    };
    const configNumber = (id) => ({ config }) => {
        const number = config.metadata?.number ?? 0;
        return isSame(configOf(id, number), config) ? number : null;
    };
    return [
        ...lostSaves(client('ann'), versionsIn(all.prompts), bodyNumber('ann')),
        ...lostSaves(client('ben'), versionsIn(all.prompts), bodyNumber('ben')),
        ...lostSaves(client('cat'), versionsIn(all.agents), configNumber('cat')),
        ...(await lostTexts(client('dan'), `${client('dan').record}/releases`, /<p class="sub">([^<]*)</g, 'reason')),
        ...(await lostTexts(client('eve'), `${client('eve').record}/activity`, /<p class="comment-text"[^>]*>([^<]*)</g, 'body')),
        ...(await lostSessions(client('door'))),
        ...lostImports(run, client('fay')),
    ];
}

/** Everything with its history, as a person takes it along. */
async function exportAll(browser) {
    const fields = { prompts: 'on', agents: 'on', teams: null, history: 'on', archived: null };
    const page = await browser.fill('/import', 'Export everything', fields);
    assert.equal(page.status, 200, page.words.slice(0, 300));
    return JSON.parse(page.text);
}

/** Every event has its number, without gaps, a moment after the answers; each worker is asked for a
 * page first, as its own events may wait for that. reader: who is signed in already, for who signs in
 * behind many others may have to wait. */
export async function numbered(server, reader) {
    const left = () => sqlNumber(server, 'SELECT count(*) FROM audit_queue');
    await waitFor(async () => {
        await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => reader.get('/prompts')));
        return left() === 0;
    }, () => `${left()} are left`);
    const wrong =
        'SELECT count(*) FROM (SELECT organization_id, count(*) AS numbers, max(seq) AS last FROM ' +
        'audit_sequence GROUP BY organization_id) AS sums WHERE numbers <> last';
    assert.equal(sqlNumber(server, wrong), 0);
    assert.equal(
        sqlNumber(server, 'SELECT count(*) FROM audit_events'),
        sqlNumber(server, 'SELECT count(*) FROM audit_sequence'),
    );
}

/** What has no version, no event or no number that belongs to it: counts by what is wrong, of those
 * that are not 0. */
function findTorn(server) {
    const events = (actions, where) =>
        `(SELECT count(*) FROM audit_events e WHERE e.outcome = 'success' AND e.action IN ` +
        `(${actions.map((action) => `'${action}'`)}) AND ${where})`;
    const counts = {};
    for (const kind of ['prompt', 'agent']) {
        const count = (what) => `(SELECT ${what} FROM ${kind}_versions v WHERE v.record_id = r.id)`;
        const saves = events([`${kind}.create`, `${kind}.update`], 'e.record_id = r.id');
        counts[`${kind}s whose versions have gaps`] =
            `SELECT count(*) FROM ${kind}s r WHERE r.version <> ${count('count(*)')} ` +
            `OR r.version <> ${count('max(version)')}`;
        counts[`${kind}s with another number of events than of versions`] =
            `SELECT count(*) FROM ${kind}s r WHERE r.version <> ${saves}`;
    }
    const comments = events(['prompt.comment'], 'true');
    counts['comments and their events'] = `SELECT count(*) - ${comments} FROM comments`;
    const moves = events(['label.move'], 'true');
    counts['label moves and their events'] = `SELECT count(*) - ${moves} FROM label_moves`;
    const signIns = events(['session.sign_in'], 'true');
    counts['sessions and their events'] = `SELECT count(*) - ${signIns} FROM sessions`;
    return Object.entries(counts)
        .map(([what, statement]) => [what, sqlNumber(server, statement)])
        .filter(([, count]) => count !== 0)
        .map(([what, count]) => `${what}: ${count}`);
}

/** Takes the first acknowledged version away, which must then be missed: {record, number, lost, torn}:
 * whose it was, and what findLost() and findTorn() say. */
async function plantLoss(run) {
    const { record, number } = run.clients[0][0].kept[0];
    const id = idOf(record).replaceAll('-', '');
    const whose = `(SELECT id FROM prompts WHERE ${hex('id')} = '${id}')`;
    const off = isPostgres
        ? 'SET session_replication_role = replica'
        : 'DROP TRIGGER prompt_versions_no_delete';
    const version = `record_id = ${whose} AND version = 1`;
    sql(run.server, `${off}; DELETE FROM prompt_versions WHERE ${version}`);
    return { record, number, lost: await findLost(run), torn: findTorn(run.server) };
}

/** Locks that somebody has while nobody asks for anything. */
function findLocks(server) {
    const inodes = new Map();
    for (const name of namesBelow(server.dataDir)) {
        const file = path.join(server.dataDir, name);
        if (name !== 'run/lock') inodes.set(String(fs.statSync(file).ino), name); // bootstrap's own
    }
    const lines = fs.readFileSync('/proc/locks', 'utf8').split('\n');
    const names = lines.map((line) => inodes.get(line.match(/:(\d+) \d+ \w+$/)?.[1]));
    // SQLite's own, by which it sees that a file is in use; and of each worker its row of the metrics
    const always = /rostrum\.db(-shm)?$|^run\/metrics-/;
    const found = names.filter((name) => name !== undefined && !always.test(name));
    if (isPostgres)
        found.push(...sql(server, "SELECT 'advisory' FROM pg_locks WHERE locktype = 'advisory'"));
    return found;
}

/** The log of everything, as an auditor verifies it without a database: null, or what is wrong. */
export function verifyLog(server) {
    const file = path.join(path.dirname(server.dataDir), 'audit.jsonl');
    fs.rmSync(file, { force: true }); // a disk that failed has forgotten that it was removed
    try {
        runCommand(server, 'audit', 'checkpoint');
        runCommand(server, 'audit', 'export', file);
        runCommand(server, 'audit', 'verify', file);
        return null;
    } catch (error) {
        return `${error.stdout}${error.stderr}`;
    } finally {
        fs.rmSync(file, { force: true });
    }
}

/** A server with its clients for use(run), and all gone afterwards. dataDir is new, and the caller's
 * if it is given. */
export async function withClients({ database = null, dataDir: given }, use) {
    const dataDir = given ?? path.join(temporaryFolder(), 'data');
    const databaseFolder = database?.folder;
    const server = await startServer({ dataDir, databaseFolder });
    const run = { server, database, problems: [], times: [], clients: [] };
    try {
        run.admin = await setUp(server);
        run.clients = await makeClients(run);
        run.before = new Set(namesBelow(dataDir));
        return await use(run);
    } finally {
        await run.server.stop();
        if (!given) removeFolder(path.dirname(dataDir));
    }
}

/** The clients work while act() goes on. */
export async function whileWorking(run, act) {
    let isOn = true;
    const working = run.clients.map(async ([client, work]) => {
        while (isOn) await work(client).catch((error) => run.problems.push(error.stack));
    });
    try {
        await act();
        await sleep(200);
    } finally {
        isOn = false;
        await Promise.allSettled(working);
    }
    await Promise.all(working);
}

/** What is there afterwards: {kept, refused, times, problems, lost, torn, locks, files, log}: how often
 * what was acknowledged, and requests that were not; what run.times has; and lists of what must not
 * be. */
export async function lookAfter(run) {
    const lost = await findLost(run);
    await numbered(run.server, run.admin);
    const after = namesBelow(run.server.dataDir);
    return {
        kept: Object.fromEntries(run.clients.map(([one]) => [one.id, one.kept.length])),
        refused: run.clients.reduce((sum, [one]) => sum + one.refused, 0),
        times: run.times,
        problems: run.problems,
        lost,
        torn: [...findTorn(run.server), ...damages(run.server)],
        locks: (await happens(() => findLocks(run.server).length === 0, PATIENCE_MS)) ? [] : findLocks(run.server),
        files: after.filter((name) => !run.before.has(name) && !lasting.test(name)),
        log: verifyLog(run.server),
    };
}

/** Kills so often while the clients work, and looks afterwards: lookAfter() with [{kind, time}] until
 * the next good answers of all pools, in milliseconds; and planted: if isPlanted, what the same eyes
 * see when a version is taken away. */
export async function crash(killCount, { isPlanted = false } = {}) {
    const database = isPostgres ? await startDatabase({ limitS: 3600 }) : null;
    try {
        return await withClients({ database }, async (run) => {
            await whileWorking(run, async () => {
                for (let i = 0; i < killCount; i++) {
                    await sleep(20 + Math.random() * 150);
                    await killOnce(run, chooseKind(i));
                }
            });
            return { ...(await lookAfter(run)), planted: isPlanted ? await plantLoss(run) : null };
        });
    } finally {
        await database?.stop();
    }
}
