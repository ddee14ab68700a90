// Lists, searches and charts by a standby (database-standby): a real one, of a PostgreSQL server of
// this test, that follows it by streaming replication.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { databaseSettings, isPostgres, startDatabase } from './engine.mjs';
import { addPerson, createPrompt, idOf, makeToken, setUp } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
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
        max_connections: 600, // at least that of the server (tests/with-postgres)
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

let database, standby, server, admin, program, dataDir;
const readsList = /SELECT[^;]*FROM prompts/;
const readsAnything = /SELECT[^;]*FROM/;

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
    program = new Program(server, (await makeToken(admin, recordScopes)).secretKey);
});

after(async () => {
    await server?.stop();
    standby?.stop();
    await database?.stop();
    if (dataDir) removeFolder(path.dirname(dataDir));
});

/** The list, or what ask asks for, as often as there are workers and more, until the standby was asked. */
async function isAsked(ask = '/prompts', reads = readsList) {
    standby.asked();
    return waitFor(async () => {
        if (typeof ask === 'function') await ask();
        else assert.equal((await admin.get(ask)).status, 200);
        return reads.test(standby.asked());
    });
}

/** Whose sessions and tokens are asked for is a matter of the primary; what ties two people may be shown late. */
function assertNobodyIsLookedUp() {
    const lines = fs.readFileSync(path.join(standby.home, 'log'), 'utf8').split('\n');
    const log = lines.filter((line) => !line.includes('FROM sso_changes o JOIN sessions e')).join('\n');
    const found = log.match(/.{0,200}(FROM (sessions|api_tokens|addresses)\b|\bapi_token_secrets\b|JOIN (sessions|addresses)\b).{0,200}/);
    assert.equal(found?.[0], undefined);
}

test('lists, searches and charts come from the standby, and sessions never', { skip }, async () => {
    await isAsked();
    await isAsked('/search?q=first');
    await isAsked('/prompts?q=one');
    const record = await createPrompt(admin, { name: 'second', body: 'two' });
    await isAsked('/', /FROM daily_counts/);
    await isAsked(`${record}/used-by`, /FROM servings/);
    standby.asked();
    for (const place of [record, `${record}/edit`, `${record}/releases`, '/account', '/audit'])
        assert.equal((await admin.get(place)).status, 200, place);
    assert.doesNotMatch(standby.asked(), readsAnything);
    await isAsked();
    assertNobodyIsLookedUp();
});

test('lists and searches of the API come from the standby, and what programs are served never', { skip }, async () => {
    const record = await createPrompt(admin, { name: 'third', body: 'three' });
    const own = `/api/v1/prompts/${idOf(record)}`;
    const label = `${own}/labels/staging`;
    await isAsked(() => program.call(200, 'GET', '/api/v1/prompts'));
    await isAsked(() => program.call(200, 'GET', '/api/v1/prompts?q=three'));
    await isAsked(() => program.call(200, 'GET', '/api/v1/search?q=three'));
    await isAsked(() => program.call(200, 'GET', `${own}/versions`), /FROM prompt_versions/);
    await isAsked(() => program.call(200, 'GET', `${own}/usage`), /FROM servings/);
    standby.asked();
    const basic = Buffer.from(`x:${program.secret}`).toString('base64');
    await program.call(200, 'PUT', label, { version: 1 });
    for (let i = 0; i < 20; i++) {
        await program.call(200, 'GET', own);
        await program.call(200, 'GET', `${own}/labels`);
        await program.call(200, 'GET', `${own}/versions/1`);
        await program.call(200, 'GET', '/api/v1/prompts/by-name/third?label=staging');
    }
    await program.call(401, 'GET', '/api/v1/prompts', undefined, { Authorization: `Basic ${basic}` });
    await program.call(204, 'DELETE', label);
    await program.call(404, 'GET', '/api/v1/prompts/by-name/third?label=staging');
    assert.doesNotMatch(standby.asked(), readsAnything);
    assertNobodyIsLookedUp();
});

test('a program sees at once what it did, and a token that ended is refused', { skip }, async () => {
    const { secretKey } = await makeToken(admin, recordScopes, '', 'Ends');
    const ends = new Program(server, secretKey);
    for (let i = 0; i < 30; i++) {
        const made = await ends.call(201, 'POST', '/api/v1/prompts', { name: `made-${i}-`, body: 'x' });
        const list = await ends.call(200, 'GET', '/api/v1/prompts?sort=created');
        assert.ok(list.items.some((each) => each.id === made.id), made.name);
    }
    const list = await admin.get('/account/tokens');
    const address = list.text.match(/"([^"]*\/revoke)">Revoke<span class="sr"> Ends</)[1];
    assert.equal((await admin.submit(await admin.get(address), address)).status, 303);
    for (let i = 0; i < 3; i++) await ends.call(401, 'GET', '/api/v1/prompts');
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
