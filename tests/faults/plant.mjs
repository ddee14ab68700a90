// See plant.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Browser } from '../http/client.mjs';
import { databaseSettings, databaseUrl, isPostgres, startDatabase } from '../http/engine.mjs';
import { admin, createAgent, createPrompt, expectStatus, invite, setUp } from '../http/people.mjs';
import { filesOf, find, mark } from '../http/plants.mjs';
import { buildDir, namesBelow, removeFolder, startServer, temporaryFolder } from '../http/server.mjs';
import { figure, note } from './figures.mjs';

const secrets = {};

/** A secret that is remembered. */
function plant(what) {
    const name = `${what}${Object.keys(secrets).length}`;
    secrets[name] = mark(what);
    return secrets[name];
}

async function plantAll(server) {
    const person = {
        ...admin,
        full_name: plant('name'),
        email: `${plant('address')}@harbor.example`,
        password: `${plant('password')} lantern 47`,
    };
    const browser = await setUp(server, person);
    for (let i = 0; i < 35; i++) {
        const prompt = await createPrompt(browser, {
            name: `Prompt ${i}`,
            body: plant('body'),
            description: plant('description'),
            message: plant('message'),
        });
        if (i >= 10) continue;
        const reason = plant('reason');
        const change = `${prompt}/releases/change?label=canary&to_version=1`;
        expectStatus(await browser.fill(change, 'Move canary to v1', { reason }), 303);
    }
    for (let i = 0; i < 20; i++)
        await createAgent(browser, {
            name: `Agent ${i}`,
            description: plant('description'),
            config: JSON.stringify({ model: { name: 'm' }, instructions: plant('instructions') }),
        });
    for (let i = 0; i < 15; i++)
        await invite(browser, {
            full_name: plant('name'),
            email: `${plant('address')}@harbor.example`,
            user_persona: 'Product Manager',
        });
    for (let i = 0; i < 12; i++)
        expectStatus(await browser.get(`/prompts?q=${plant('search')}`), 200);
    const wrong = { email: person.email, password: plant('wrongpassword') };
    expectStatus(await new Browser(server).fill('/login', 'Sign in', wrong), 422);
    expectStatus(await new Browser(server).post('/login', { csrf: 'x', a: plant('form') }), 403);
}

/** A command of the program beside the server. */
function rostrum(server, database, ...words) {
    const url = isPostgres
        ? databaseSettings(server.dataDir, database.folder).ROSTRUM_DATABASE_OWNER
        : databaseUrl(server.dataDir);
    const ring = path.join(server.dataDir, 'key-ring');
    const args = [...words, '--database', url, '--key-ring', ring];
    const done = spawnSync(path.join(buildDir, 'rostrum'), args, { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`rostrum ${words.join(' ')}: ${done.stderr}`);
    return done.stdout + done.stderr;
}

function mayDumpCore(pid) {
    const limits = fs.readFileSync(`/proc/${pid}/limits`, 'utf8');
    return !/^Max core file size +0 +0 /m.test(limits);
}

const backups = temporaryFolder();
const database = isPostgres ? await startDatabase() : null;
const server = await startServer({ databaseFolder: database?.folder });
try {
    await plantAll(server);
    const outputs = [
        rostrum(server, database, 'backup', backups),
        rostrum(server, database, 'key', 'rewrap', '--data'),
    ];
    const files = { ...filesOf(server), 'output of commands': Buffer.from(outputs.join('')) };
    for (const name of namesBelow(backups))
        if (fs.statSync(path.join(backups, name)).isFile())
            files[`backups/${name}`] = fs.readFileSync(path.join(backups, name));
    const found = find(files, secrets);
    for (const place of found) note(place);
    const count = Object.keys(secrets).length;
    const hasBackup = Object.keys(files).some((name) => name.startsWith('backups/'));
    figure(
        found.length === 0 && count >= 200 && hasBackup,
        `${found.length} of ${count} secrets found in ${Object.keys(files).length} files`,
        '0',
    );
    const workers = server.workerPids();
    const dumping = workers.filter(mayDumpCore).length;
    figure(workers.length > 0 && dumping === 0, `${dumping} workers may write a core file`, '0');
} finally {
    await server.stop();
    await database?.stop();
    removeFolder(backups);
}
