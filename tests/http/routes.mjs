// What the tests of hostile requests ask about routes and about the database.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { hex, sql, tableNames } from './engine.mjs';
import { sourceDir } from './server.mjs';

/** The rows of the route table: [{method, pattern, permission}]. */
export function routeTable() {
    const source = textsOf('src/pages', /\/routes_\w+\.h$/).join('\n');
    const row = /^ {4}\{(GET|POST),\s*"([^"]*)",\s*\w+,\s*PERMISSION_(\w+),/gm;
    const rows = [...source.matchAll(row)].map(([, method, pattern, permission]) => ({
        method,
        pattern,
        permission,
    }));
    assert.ok(rows.length > 40, `${rows.length} rows`);
    return rows;
}

/** The text of every file below a folder of the sources, whose name fits. */
function textsOf(folder, ending) {
    const all = fs.readdirSync(path.join(sourceDir, folder), { withFileTypes: true });
    return all.flatMap((entry) => {
        const name = path.join(folder, entry.name);
        if (entry.isDirectory()) return textsOf(name, ending);
        return ending.test(name) ? [fs.readFileSync(path.join(sourceDir, name), 'utf8')] : [];
    });
}

/** The names of fields in a source: in rows of tables, in rows that a macro makes of a word, and those
 * of single parameters. */
function namesIn(source) {
    const plain = /\.name\s*=\s*"([a-z_]+)"|\bparam_(?:text|find)\([^"()]*"([a-z_]+)"\)/g;
    const found = [...source.matchAll(plain)].map(([, row, asked]) => row ?? asked);
    const macro = /#define (\w+)\(([^)]*)\)((?:[^\n]*\\\n)*[^\n]*)/g;
    for (const [, name, parameters, body] of source.matchAll(macro)) {
        const named = body.match(/\.name\s*=\s*(?:#(\w+)|\(?(\w+)\)?)\s*,/);
        if (!named) continue;
        const at = parameters.split(',').findIndex((one) => one.trim() === (named[1] ?? named[2]));
        for (const [, given] of source.matchAll(new RegExp(`^(?!#).*\\b${name}\\(([^()]*)`, 'gm')))
            found.push(given.split(',')[at]?.trim().replaceAll('"', ''));
    }
    return found.filter((name) => /^[a-z_]+$/.test(name ?? ''));
}

/**
 * The names of every field of every form and query of the pages, from the tables that read them; and
 * no template has one that is in no table.
 */
export function fieldNames() {
    const known = new Set(textsOf('src/pages', /\.[ch]$/).flatMap(namesIn));
    const shown = textsOf('templates', /\.tpl$/).flatMap((text) =>
        [...text.matchAll(/<(?:input|select|textarea|button)\b[^>]*? name="([a-z_]+)"/g)].map(
            ([, name]) => name,
        ),
    );
    assert.deepEqual([...new Set(shown)].filter((name) => !known.has(name) && name !== 'csrf'), []);
    // More would be refused for their number, before anybody looks at them.
    assert.ok(known.size > 150 && known.size < 1900, `${known.size} names`);
    return [...known].sort();
}

/** What workers write in their own time, some seconds after the request that it tells of. */
const writtenLater = ['servings', 'served_records', 'api_token_uses', 'user_seen'];

/** Everything but the audit log, what is written later, and the tables left out, as one text. */
export function contents(server, leftOut = []) {
    const tables = sql(
        server,
        `SELECT name FROM (${tableNames}) AS tables WHERE name NOT LIKE 'audit_%' AND name NOT IN ` +
            "('audit_events', 'audit_sequence', 'audit_heads', 'audit_queue', 'sessions', 'users') ORDER BY name",
    ).filter((name) => ![...writtenLater, ...leftOut].includes(name));
    const rows = tables.map((name) => `SELECT '${name}', count(*) FROM ${name};`).join(' ');
    const texts = [
        `SELECT ${hex('id')}, name, version, archived_at, ${hex('owner_id')}, updated_at FROM prompts`,
        'ORDER BY id;',
        `SELECT ${hex('id')}, user_persona, is_active, is_superuser, version, epoch FROM users`,
        'ORDER BY id;',
        'SELECT name, settings FROM organizations;',
        `SELECT ${hex('record_id')}, label, version FROM prompt_labels ORDER BY 1, 2;`,
        ...['agents', 'teams', 'sets'].map(
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
