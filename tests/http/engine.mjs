// The database behind a server under test: a file in its data folder, or one of PostgreSQL beside it
// (ROSTRUM_TEST_ENGINE=postgresql, in the server of tests/with-postgres); and how to look into it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './wait.mjs';

const withPostgres = fileURLToPath(new URL('../with-postgres', import.meta.url));

export const isPostgres = process.env.ROSTRUM_TEST_ENGINE === 'postgresql';

const sharedFolder = process.env.ROSTRUM_TEST_POSTGRES;

/** One database for each data folder, found again by its name. */
function nameFor(dataDir) {
    return `test-${createHash('sha256').update(dataDir).digest('hex').slice(0, 24)}`;
}

function urlFor(role, dataDir, folder) {
    return `postgresql://${role}@/${nameFor(dataDir)}?host=${folder}`;
}

function psql(folder, database, statement) {
    return execFileSync(
        'psql',
        ['-h', folder, '-U', 'rostrum_admin', '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1'],
        { input: statement, encoding: 'utf8', maxBuffer: 64 << 20 },
    );
}

/** The settings that a server of this data folder needs; the database is made if it is new. folder:
 * the socket of a server of its own. */
export function databaseSettings(dataDir, folder = sharedFolder) {
    if (!isPostgres) return {};
    const found = psql(
        folder,
        'postgres',
        `SELECT 1 FROM pg_database WHERE datname = '${nameFor(dataDir)}'`,
    );
    if (found === '')
        psql(folder, 'postgres', `CREATE DATABASE "${nameFor(dataDir)}" OWNER rostrum_owner`);
    return {
        ROSTRUM_DATABASE: urlFor('rostrum', dataDir, folder),
        ROSTRUM_DATABASE_OWNER: urlFor('rostrum_owner', dataDir, folder),
    };
}

/** The address that the program itself uses. */
export function databaseUrl(dataDir, folder = sharedFolder) {
    return isPostgres
        ? urlFor('rostrum', dataDir, folder)
        : `sqlite:${path.join(dataDir, 'rostrum.db')}`;
}

export function dropDatabase(dataDir) {
    if (isPostgres)
        psql(
            sharedFolder,
            'postgres',
            `DROP DATABASE IF EXISTS "${nameFor(dataDir)}" WITH (FORCE)`,
        );
}

/** Rows of the database as text, columns separated by |. Statements that write are for setting up
 * what only time could bring. */
export function sql(server, statement) {
    const output = isPostgres
        ? psql(server.databaseFolder ?? sharedFolder, nameFor(server.dataDir), statement)
        : execFileSync(
              'sqlite3',
              ['-cmd', '.timeout 5000', path.join(server.dataDir, 'rostrum.db'), statement],
              { encoding: 'utf8', maxBuffer: 64 << 20 },
          );
    return output === '' ? [] : output.replace(/\n$/, '').split('\n');
}

export function sqlNumber(server, statement) {
    return Number(sql(server, statement)[0]);
}

/** Keeps everyone else from changing anything; resolves to what lets them go. */
export async function holdWrites(server) {
    const [program, words, begin] = isPostgres
        ? [
              'psql',
              ['-h', server.databaseFolder ?? sharedFolder, '-U', 'rostrum_admin', '-d', nameFor(server.dataDir), '-qAtX'],
              'BEGIN; LOCK TABLE audit_queue IN EXCLUSIVE MODE;', // each change has its event
          ]
        : ['sqlite3', ['-cmd', '.timeout 5000', path.join(server.dataDir, 'rostrum.db')], 'BEGIN IMMEDIATE;'];
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${begin}\nSELECT 'held';\n`);
    const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
    assert.equal(said, 'held\n');
    return async () => {
        child.stdin.end('ROLLBACK;\n');
        await once(child, 'exit');
    };
}

/** A UUID as SQL compares it. */
export function blob(id) {
    return isPostgres ? `'${id}'::uuid` : `x'${id.replaceAll('-', '')}'`;
}

/** SQL of a UUID's 32 digits. */
export function hex(column) {
    return isPostgres ? `replace(${column}::text, '-', '')` : `lower(hex(${column}))`;
}

/** SQL of a moment some seconds before the one in a column. In UTC: what depends on a time zone, a
 * distributed server refuses in an UPDATE. */
export function before(column, seconds) {
    return isPostgres
        ? `(${column} AT TIME ZONE 'UTC' - interval '${seconds} seconds') AT TIME ZONE 'UTC'`
        : `${column} - ${seconds * 1_000_000}`;
}

/** SQL of the days between two moments. */
export function days(from, until) {
    return isPostgres
        ? `extract(epoch FROM ${until} - ${from}) / 86400`
        : `(${until} - ${from}) / 86400000000`;
}

/** SQL of the tables' names. */
export const tableNames = isPostgres
    ? "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND " +
      "relnamespace = 'public'::regnamespace"
    : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"; // statistics

/** All rows of a table as text, without some of its columns. */
export function rowsOf(server, table, without) {
    const names = isPostgres
        ? `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}' ` +
          "AND table_schema = 'public' ORDER BY column_name"
        : `SELECT name FROM pragma_table_info('${table}') ORDER BY name`;
    const columns = sql(server, names).filter((name) => !without.includes(name));
    const texts = columns.map((name) => (isPostgres ? `${name}::text` : `quote(${name})`));
    return sql(server, `SELECT ${texts.join(', ')} FROM ${table}`);
}

/** What the engine itself finds wrong with its files. */
export function damages(server) {
    if (isPostgres) {
        sql(server, 'CREATE EXTENSION IF NOT EXISTS amcheck');
        return sql(
            server,
            'SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class ON oid = indexrelid ' +
                "WHERE relnamespace = 'public'::regnamespace",
        ).filter((line) => line !== '');
    }
    return [
        ...sql(server, 'PRAGMA integrity_check').filter((line) => line !== 'ok'),
        ...sql(server, 'PRAGMA foreign_key_check'),
    ];
}

/** The process number of a server that takes connections, or null. */
async function runningServer(folder) {
    const lines = await readFile(path.join(folder, 'data/postmaster.pid'), 'utf8').catch(() => '');
    const [number, , , , , , , state] = lines.split('\n');
    return state?.trim() === 'ready' ? number : null;
}

/** A PostgreSQL server of its own: {folder, crash(), stop()}. It ends by itself after so long. */
export async function startDatabase({ limitS = 600, env = {} } = {}) {
    const waiting = `echo "$ROSTRUM_TEST_POSTGRES"; exec sleep ${limitS}`;
    const child = spawn(withPostgres, ['sh', '-c', waiting], {
        env: { ...process.env, ...env, ROSTRUM_TEST_POSTGRES: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [folder] = await Promise.race([
        once(child.stdout.setEncoding('utf8'), 'data'),
        once(child, 'exit').then(() => assert.fail('no PostgreSQL server')),
    ]);
    const place = folder.trim();
    return {
        folder: place,
        /** Ends it as kill -9 does; resolves when it has started again. */
        async crash() {
            const before = await runningServer(place);
            child.kill('SIGUSR1');
            await waitFor(async () => {
                const now = await runningServer(place);
                return now !== null && now !== before;
            });
        },
        async stop() {
            child.kill('SIGTERM');
            await once(child, 'exit');
        },
    };
}

/** The folders in which PostgreSQL keeps what a server of this data folder wrote. */
export function databaseFolders(server) {
    const folder = server.databaseFolder;
    psql(folder, 'postgres', 'CHECKPOINT');
    const name = nameFor(server.dataDir);
    const oid = psql(folder, 'postgres', `SELECT oid FROM pg_database WHERE datname = '${name}'`);
    return [`data/base/${oid.trim()}`, 'data/pg_wal'].map((part) => path.join(folder, part));
}
