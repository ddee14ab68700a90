// Agents and teams for other frameworks, and sets to start from offline: over nginx, and by the
// command.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { databaseUrl, sql } from './engine.mjs';
import { createAgent, createPrompt, createTeam, idOf, makeToken } from './people.mjs';
import { buildDir, temporaryFolder, removeFolder } from './server.mjs';
import { shared } from './shared.mjs';

/** The command; gives its output, whatever came of it. */
function rostrum(words, server) {
    const options = server
        ? ['--database', databaseUrl(server.dataDir), '--key-ring', path.join(server.dataDir, 'key-ring')]
        : [];
    return spawnSync(path.join(buildDir, 'rostrum'), [...words, ...options], { encoding: 'utf8' });
}

/** Of the only organization. */
function slugOf(server) {
    return String(sql(server, 'SELECT slug FROM organizations')).trim();
}

let number = 0;

/** A team of one agent, which says what a prompt says; gives paths, names and a token. */
async function makeDesk(admin) {
    const at = `exports ${++number}`;
    await createPrompt(admin, { name: `${at}/tone`, body: 'Be {{mood}} — grüß Gott.' });
    const config = {
        model: { provider: 'openai', name: 'gpt-4.1', temperature: 0.5 },
        prompt: { name: `${at}/tone`, label: 'latest' },
        tools: [{ type: 'function', name: 'look_up', description: 'Finds.' }],
        endpoint: { url: 'https://agents.example.com/a2a' },
    };
    const agent = await createAgent(admin, { name: `${at}/clerk`, config: JSON.stringify(config) });
    const team = await createTeam(admin, { name: `${at}/desk` }, [agent]);
    const { secretKey: secret } = await makeToken(admin, ['prompts:read', 'agents:read']);
    return { at, agent, team, secret };
}

function asker(server, secret) {
    const program = new Browser(server);
    return (address, headers = {}) =>
        program.get(address, { headers: { Authorization: `Bearer ${secret}`, ...headers } });
}

test('exports: every format of an agent and of a team comes from the API and the page', async () => {
    const { server, admin } = await shared();
    const { at, agent, team, secret } = await makeDesk(admin);
    const ask = asker(server, secret);
    const formats = ['openai-agents', 'autogen', 'crewai', 'a2a', 'a2a-0.3', 'claude-subagent', 'json'];
    for (const of of [agent, team])
        for (const format of formats) {
            const answer = await ask(`/api/v1${of}/export?format=${format}`);
            assert.equal(answer.status, 200, `${format}: ${answer.text}`);
            const given = JSON.parse(answer.text);
            assert.equal(given.format, format);
            assert.ok(given.files.length > 0, format);
            assert.ok(given.not_carried_over.length > 0, format);
            const all = given.files.map((file) => file.content).join('');
            const isCard = format.startsWith('a2a');
            assert.equal(all.includes('grüß Gott'), !isCard, format);
            const page = await admin.get(`${of}/exports/file?format=${format}`);
            assert.equal(page.status, 200, format);
            if (given.files.length === 1) assert.equal(page.text, given.files[0].content, format);
            else assert.match(page.headers['content-disposition'], /\.tar"/);
        }
    const page = await admin.get(`${agent}/exports`);
    assert.match(page.words, /The tool look_up: in CrewAI a tool is code\./);
    const { files } = JSON.parse((await ask(`/api/v1${agent}/export?format=a2a`)).text);
    const card = JSON.parse(files[0].content);
    assert.deepEqual(card.supportedInterfaces, [
        { url: 'https://agents.example.com/a2a', protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
    ]);
    assert.equal(card.name, `${at}/clerk`);
});

test('exports: tar reads what several files come as', async () => {
    const { admin } = await shared();
    const { at, team } = await makeDesk(admin);
    const folder = temporaryFolder();
    try {
        const page = await admin.get(`${team}/exports/file?format=crewai`);
        fs.writeFileSync(path.join(folder, 'crew.tar'), page.text);
        const tar = spawnSync('tar', ['-xvf', 'crew.tar'], { cwd: folder, encoding: 'utf8' });
        assert.equal(tar.status, 0, tar.stderr);
        assert.deepEqual(tar.stdout.trim().split('\n').sort(), [
            `agents/${at.replace(' ', '_')}_clerk.jsonc`,
            'crew.jsonc',
        ]);
        const crew = fs.readFileSync(path.join(folder, 'crew.jsonc'), 'utf8');
        const { name, inputs } = JSON.parse(crew.replace(/^\/\/.*\n/gm, ''));
        assert.equal(name, `${at}/desk`);
        assert.deepEqual(inputs, {});
        assert.match(crew, /asks: request, mood\n/);
    } finally {
        removeFolder(folder);
    }
});

test('exports: the command writes files, says what is lost, and never writes over a file', async () => {
    const { server, admin } = await shared();
    const { at } = await makeDesk(admin);
    const folder = temporaryFolder();
    const slug = slugOf(server);
    try {
        const to = path.join(folder, 'deep/er');
        const words = ['export', '--organization', slug, '--format', 'openai-agents'];
        const one = [...words, '--agent', `${at}/clerk`];
        let done = rostrum([...one, '--to', to], server);
        assert.equal(done.status, 0, done.stderr);
        assert.deepEqual(fs.readdirSync(to).sort(), ['agent.json', 'run.mjs']);
        assert.match(done.stderr, /^not carried over: The code of the tool look_up/m);
        const written = fs.readFileSync(path.join(to, 'agent.json'), 'utf8');
        done = rostrum(one, server);
        assert.equal(done.stdout, written);
        assert.equal(rostrum([...one, '--version', '1'], server).stdout, written, 'the version of the agent, not of the program');
        done = rostrum([...one, '--version', '2'], server);
        assert.equal(done.status, 1, done.stdout);
        assert.equal(done.stdout, '');
        done = rostrum([...one, '--to', to], server);
        assert.equal(done.status, 1);
        assert.match(done.stderr, /File exists/);
        assert.equal(rostrum([...one, '--label', 'production'], server).status, 1);
        assert.equal(rostrum([...words, '--agent', 'nobody'], server).status, 1);
        assert.equal(rostrum([...words, '--agent', 'a', '--team', 'b'], server).status, 1);
        done = rostrum(['export', '--organization', slug, '--format', 'x', '--agent', 'a'], server);
        assert.match(done.stderr, /claude-subagent/);
    } finally {
        removeFolder(folder);
    }
});

test('exports: a set starts a program without the server, and shows who changed it', async () => {
    const { server, admin } = await shared();
    const { at, secret, agent } = await makeDesk(admin);
    const ask = asker(server, secret);
    const folder = temporaryFolder();
    const file = path.join(folder, 'rostrum.bundle');
    try {
        const answer = await ask('/api/v1/bundle?label=latest');
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
        fs.writeFileSync(file, answer.text);
        const set = JSON.parse(fs.readFileSync(file, 'utf8').split('\n\n')[0]);
        const clerk = set.agents.find((each) => each.name === `${at}/clerk`);
        assert.equal(clerk.instructions, 'Be {{mood}} — grüß Gott.');
        const known = { 'If-None-Match': answer.headers.etag };
        assert.equal((await ask('/api/v1/bundle?label=latest', known)).status, 304);
        const pins = encodeURIComponent(`agent:${at}/clerk@1`);
        const pinned = await ask(`/api/v1/bundle?pins=${pins}`);
        const { agents, prompts } = JSON.parse(pinned.text.split('\n\n')[0]);
        assert.deepEqual(agents.map((each) => each.name), [`${at}/clerk`]);
        assert.deepEqual(prompts.map((each) => each.name), [`${at}/tone`]);

        const keys = path.join(folder, 'keys');
        fs.writeFileSync(keys, rostrum(['audit', 'keys'], server).stdout);
        let done = rostrum(['verify-bundle', file, '--key', keys]);
        assert.equal(done.status, 0, done.stdout + done.stderr);
        assert.match(done.stdout, /^Verified: the records of .* as they were signed\. prompts: \d+/);
        done = rostrum(['verify-bundle', file]);
        assert.match(done.stdout, /with a key that the file names/);
        fs.writeFileSync(file, answer.text.replace('grüß', 'grüss'));
        done = rostrum(['verify-bundle', file, '--key', keys]);
        assert.equal(done.status, 1);
        assert.match(done.stdout, /^NOT VERIFIED: the signature is wrong/);
        for (const text of ['', 'x', '{}\n\n', '{"a":'.repeat(100)]) {
            fs.writeFileSync(file, text);
            assert.equal(rostrum(['verify-bundle', file, '--key', keys]).status, 1, text);
        }
        assert.equal(rostrum(['verify-bundle', path.join(folder, 'none')]).status, 1);
        assert.ok(idOf(agent));
    } finally {
        removeFolder(folder);
    }
});
