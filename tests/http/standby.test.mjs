// Lists and searches by a standby (ROSTRUM_DATABASE_STANDBY): a real one, of a PostgreSQL server of
// this test, that follows it by streaming replication.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { databaseSettings, isPostgres, startDatabase } from './engine.mjs';
import { addPerson, createPrompt, setUp } from './people.mjs';
import { freePort, removeFolder, serveAndFail, startServer, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

const bin = (name) =>
    path.join(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim(), name);
const skip = isPostgres ? false : 'SQLite has no standby';

/** As the user that the server runs as, who owns its folder. */
function asServer(folder) {
    const { uid, gid } = fs.statSync(path.join(folder, 'data'));
    return process.getuid() === 0 ? { uid, gid } : {};
}

/** A standby of the server whose socket is in this folder: its own socket is in a folder of it. */
async function startStandby(folder) {
    const home = path.join(folder, 'standby');
    const log = path.join(home, 'log');
    const options = { ...asServer(folder), cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] };
    fs.mkdirSync(home, { mode: 0o755 });
    if (options.uid !== undefined) fs.chownSync(home, options.uid, options.gid);
    const data = path.join(home, 'data');
    const from = ['-h', folder, '-U', 'rostrum_admin'];
    execFileSync(bin('pg_basebackup'), [...from, '-D', data, '-R', '-c', 'fast', '-N'], options);
    const settings = {
        listen_addresses: '',
        unix_socket_directories: home,
        max_connections: 200,
        max_locks_per_transaction: 128,
        fsync: 'off',
        log_statement: 'all',
    };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const out = fs.openSync(log, 'a');
    const child = spawn(bin('postgres'), ['-D', data, ...words], { ...options, stdio: ['ignore', out, out] });
    const psql = (statement) =>
        execFileSync('psql', ['-h', home, '-U', 'rostrum_admin', '-d', 'postgres', '-qAtXc', statement], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
        }).trim();
    const isUp = () => {
        try {
            return psql('SELECT pg_is_in_recovery()') === 't';
        } catch {
            return false;
        }
    };
    await waitFor(isUp, () => fs.readFileSync(log, 'utf8'));
    return {
        home,
        psql,
        /** What the program has asked it since the last call. */
        asked() {
            const text = fs.readFileSync(log, 'utf8');
            const found = text.slice(this.seen ?? 0);
            this.seen = text.length;
            return found;
        },
        stop: (signal = 'SIGQUIT') => child.kill(signal),
    };
}

let database, standby, server, admin, dataDir;
const readsList = /SELECT[^;]*FROM prompts/;

before(async () => {
    if (skip) return;
    database = await startDatabase();
    standby = await startStandby(database.folder);
    dataDir = path.join(temporaryFolder(), 'data');
    const { ROSTRUM_DATABASE } = databaseSettings(dataDir, database.folder);
    const env = { ROSTRUM_DATABASE_STANDBY: ROSTRUM_DATABASE.replace(/host=.*/, `host=${standby.home}`) };
    server = await startServer({ dataDir, databaseFolder: database.folder, env });
    admin = await setUp(server);
    await createPrompt(admin, { name: 'first', body: 'one' });
});

after(async () => {
    await server?.stop();
    standby?.stop();
    await database?.stop();
    if (dataDir) removeFolder(path.dirname(dataDir));
});

/** The list, as often as there are workers and more, until the standby was asked for one. */
async function isAsked(place = '/prompts') {
    standby.asked();
    return waitFor(async () => {
        assert.equal((await admin.get(place)).status, 200);
        return readsList.test(standby.asked());
    });
}

test('lists and searches come from the standby, and sessions never', { skip }, async () => {
    await isAsked();
    await isAsked('/search?q=first');
    await isAsked('/prompts?q=one');
    const record = await createPrompt(admin, { name: 'second', body: 'two' });
    standby.asked();
    for (const place of ['/', record, `${record}/edit`, '/account', '/audit'])
        assert.equal((await admin.get(place)).status, 200, place);
    assert.doesNotMatch(standby.asked(), /execute|SELECT[^;]*FROM/);
    await isAsked();
    const log = fs.readFileSync(path.join(standby.home, 'log'), 'utf8');
    for (const table of ['sessions', 'api_tokens', 'audit_events'])
        assert.doesNotMatch(log, new RegExp(`\\bFROM ${table}\\b`), table);
});

test('a standby is not taken for the database itself', { skip }, async () => {
    const { ROSTRUM_DATABASE } = databaseSettings(dataDir, database.folder);
    const url = ROSTRUM_DATABASE.replace(/host=.*/, `host=${standby.home}&target_session_attrs=any`);
    const other = path.join(path.dirname(dataDir), 'other');
    const env = { ROSTRUM_DATABASE: url, ROSTRUM_DATABASE_OWNER: url.replace('rostrum@', 'rostrum_owner@') };
    const { exit, stderr } = await serveAndFail({ port: await freePort(), dataDir: other, env });
    assert.notEqual(exit, 0);
    assert.match(stderr, /the server is a standby, which takes no changes/);
});

test('people see at once what they did, and what others did', { skip }, async () => {
    const other = await addPerson(admin, {
        full_name: 'Bea Moss',
        email: 'bea@harbor.example',
        user_persona: 'Enterprise Team',
    });
    for (let i = 0; i < 60; i++) {
        const name = `seen-${i}-`;
        await createPrompt(i % 2 ? admin : other, { name, body: 'x' });
        const [mine, theirs] = await Promise.all([admin, other].map((one) => one.get('/prompts')));
        assert.ok(mine.text.includes(name) && theirs.text.includes(name), name);
    }
});

test('a standby that is behind is not believed, and asked again when it has caught up', { skip }, async () => {
    await isAsked();
    standby.psql('SELECT pg_wal_replay_pause()');
    for (let i = 0; i < 10; i++) {
        const name = `paused-${i}-`;
        await createPrompt(admin, { name, body: 'x' });
        const page = await admin.get('/prompts');
        assert.equal(page.status, 200);
        assert.ok(page.text.includes(name), name);
        assert.doesNotMatch(standby.asked(), readsList);
    }
    standby.psql('SELECT pg_wal_replay_resume()');
    await isAsked();
});

test('what a standby showed is not kept', { skip }, async () => {
    await isAsked();
    standby.asked();
    // an address that nobody has asked for: nothing of the primary is kept for it
    for (let i = 0; i < 20; i++) await admin.get('/prompts?sort=name&tag=new');
    const count = standby.asked().split('\n').filter((line) => readsList.test(line)).length;
    assert.ok(count >= 15, `${count} of 20 lists`);
});

test('without the standby the primary answers', { skip }, async () => {
    await isAsked();
    standby.stop();
    for (let i = 0; i < 40; i++) {
        const page = await admin.get('/prompts');
        assert.equal(page.status, 200);
    }
});
