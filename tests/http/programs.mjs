// Programs: what they may, and the clients of other products that tests/clients has from npm.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Browser } from './client.mjs';
import { databaseSettings, databaseUrl, dropDatabase, isPostgres } from './engine.mjs';
import { buildDir, removeFolder, sourceDir, startServer, temporaryFolder } from './server.mjs';

const packages = createRequire(path.join(sourceDir, 'tests/clients/'));

/** What find takes from packages of tests/clients, given their require; null if npm ci there, which
 * ./bootstrap check does, has not installed them. */
export function clients(find) {
    try {
        return find(packages);
    } catch {
        return null;
    }
}

export const noClients = 'npm ci in tests/clients installs the clients';

/** Runs the operator's command beside a server; what it prints. */
export function runCommand(server, ...words) {
    return execFileSync(path.join(buildDir, 'rostrum'), words, {
        encoding: 'utf8',
        env: {
            ...process.env,
            ROSTRUM_DATABASE: databaseUrl(server.dataDir, server.databaseFolder),
            ROSTRUM_KEY_RING: path.join(server.dataDir, 'key-ring'),
            ROSTRUM_RUNTIME: path.join(server.dataDir, 'run'),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 256 << 20,
    });
}

/** Of a token that makes records and reads them. */
export const recordScopes = [
    'prompts:read',
    'prompts:write',
    'labels:move',
    'agents:read',
    'agents:write',
];

/** A program that speaks /api/v1, to make records with. */
export class Program {
    constructor(server, secret) {
        this.browser = new Browser(server);
        this.secret = secret;
    }

    async call(status, method, where, body, headers = {}) {
        const all = { Authorization: `Bearer ${this.secret}`, ...headers };
        if (body !== undefined) all['Content-Type'] = 'application/json';
        const answer = await this.browser.request(method, where, {
            headers: all,
            body: body === undefined ? null : JSON.stringify(body),
        });
        assert.equal(answer.status, status, `${method} ${where}: ${answer.text.slice(0, 400)}`);
        return answer.text === '' ? null : JSON.parse(answer.text);
    }

    /** A record of a kind ("prompts"), released unless label is null; gives what the API says of it. */
    async create(kind, fields, label = 'production') {
        const made = await this.call(201, 'POST', `/api/v1/${kind}`, fields);
        if (label !== null) await this.move(kind, made, label, made.version);
        return made;
    }

    /** A new version; gives the record. */
    async save(kind, record, fields) {
        const now = await this.call(200, 'GET', `/api/v1/${kind}/${record.id}`);
        return this.call(200, 'PATCH', `/api/v1/${kind}/${record.id}`, fields, {
            'If-Match': `"${now.revision}"`,
        });
    }

    move(kind, record, label, version) {
        return this.call(200, 'PUT', `/api/v1/${kind}/${record.id}/labels/${label}`, { version });
    }
}

/** Another set of workers behind another nginx, over the same database and key ring. */
export async function secondNode(first) {
    const dataDir = path.join(temporaryFolder(), 'data');
    fs.mkdirSync(dataDir, { mode: 0o700 });
    fs.copyFileSync(path.join(first.dataDir, 'key-ring'), path.join(dataDir, 'key-ring'));
    const env = isPostgres
        ? databaseSettings(first.dataDir)
        : { ROSTRUM_DATABASE: databaseUrl(first.dataDir) };
    return startServer({ dataDir, env });
}

/**
 * Runs something over two nodes of one installation: run(first, second) after begin(first), which
 * sets it up; in PostgreSQL.
 */
export async function onTwoNodes(begin, run) {
    const first = await startServer();
    let second = null;
    try {
        const begun = await begin(first);
        second = await secondNode(first);
        await run(first, second, begun);
    } finally {
        await second?.stop();
        if (second) removeFolder(path.dirname(second.dataDir));
        if (second) dropDatabase(second.dataDir);
        await first.stop();
    }
}
