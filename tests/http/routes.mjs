// What the tests of hostile requests ask about routes and about the database.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { hex, sql, tableNames } from './engine.mjs';
import { sourceDir } from './server.mjs';

/** The rows of the route table: [{method, pattern, permission}]. */
export function routeTable() {
    const source = fs.readFileSync(path.join(sourceDir, 'src/pages/routes.c'), 'utf8');
    const row = /^ {4}\{(GET|POST),\s*"([^"]*)",\s*\w+,\s*PERMISSION_(\w+),/gm;
    const rows = [...source.matchAll(row)].map(([, method, pattern, permission]) => ({
        method,
        pattern,
        permission,
    }));
    assert.ok(rows.length > 40, `${rows.length} rows`);
    return rows;
}

/** Everything but the audit log, who was seen when, and the tables left out, as one text. */
export function contents(server, leftOut = []) {
    const tables = sql(
        server,
        `SELECT name FROM (${tableNames}) AS tables WHERE name NOT LIKE 'audit_%' AND name NOT IN ` +
            "('audit_events', 'audit_sequence', 'audit_heads', 'audit_queue', 'sessions', 'users') ORDER BY name",
    ).filter((name) => !leftOut.includes(name));
    const rows = tables.map((name) => `SELECT '${name}', count(*) FROM ${name};`).join(' ');
    const texts = [
        `SELECT ${hex('id')}, name, version, archived_at, ${hex('owner_id')}, updated_at FROM prompts`,
        'ORDER BY id;',
        `SELECT ${hex('id')}, user_persona, is_active, is_superuser, version, epoch FROM users`,
        'ORDER BY id;',
        'SELECT name, settings FROM organizations;',
        `SELECT ${hex('record_id')}, label, version FROM prompt_labels ORDER BY 1, 2;`,
        ...['agents', 'teams'].map(
            (table) =>
                `SELECT ${hex('id')}, name, version, archived_at, ${hex('owner_id')}, updated_at ` +
                `FROM ${table} ORDER BY id;`,
        ),
        `SELECT ${hex('id')}, state FROM imports ORDER BY id;`,
        'SELECT count(*) FROM sessions WHERE ended_at IS NULL;',
    ];
    return sql(server, rows + texts.join(' ')).join('\n');
}

/** An id that nothing has. */
export const missing = '01890000-0000-7000-8000-000000000000';

/** A path that fits a pattern and names nothing, unless ids are given: {prompts: id, …}, by the
 * first segment of the path. */
export function fillIn(pattern, ids = {}) {
    return pattern
        .replaceAll('{id}', ids[pattern.split('/')[1]] ?? missing)
        .replaceAll('{n}', '7')
        .replaceAll('{token}', `${missing}.${'a'.repeat(43)}`);
}
