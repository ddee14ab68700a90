// The sites that are installed for Debian's nginx (etc/nginx-*.conf.in), within its own nginx.conf:
// TLS and HTTP/2, what they send with it, and hosts that nobody knows.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { admin, password } from './people.mjs';
import { buildDir, freePort, removeFolder, sourceDir, startServer, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

const host = 'rostrum.example.org';
const shared = { server: null, nginx: null, folder: null, tls: 0, plain: 0, local: 0 };

function certify(folder) {
    const out = ['-keyout', `${folder}/privkey.pem`, '-out', `${folder}/fullchain.pem`];
    const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...kind, ...out, ...subject], {
        stdio: 'ignore',
    });
}

/** Installs the files of nginx below a folder, as make install does, and gives the folder of them. */
function install(folder) {
    const env = {
        ...process.env,
        systemdsystemunitdir: `${folder}/units`,
        bindir: '/usr/bin',
        libexecdir: '/usr/libexec',
        datadir: folder,
    };
    execFileSync(path.join(sourceDir, 'tools/install-etc'), [sourceDir, ''], { env });
    const share = `${folder}/rostrum`;
    for (const file of ['nginx-headers.conf', 'nginx-routes.conf', 'nginx-tls.conf'])
        fs.copyFileSync(path.join(sourceDir, 'etc', file), `${share}/etc/${file}`);
    fs.symlinkSync(path.join(buildDir, 'static'), `${share}/static`);
    fs.symlinkSync(path.join(buildDir, 'errors'), `${share}/errors`);
    return `${share}/etc`;
}

/** With ports and folders of this test in place of Debian's. */
function adapt(folder, file) {
    const text = fs
        .readFileSync(file, 'utf8')
        .replace(/^ *listen \[::\].*\n/gm, '')
        .replace(/listen 443 /g, `listen 127.0.0.1:${shared.tls} `)
        .replace(/listen 80;/g, `listen 127.0.0.1:${shared.plain};`)
        .replace(/listen 127.0.0.1:8080 /g, `listen 127.0.0.1:${shared.local} `)
        .replace(/\/etc\/ssl\/rostrum/g, folder)
        .replace(/\/var\/log\/nginx/g, folder)
        .replace(/\/run\/rostrum-([a-z-]+)\.sock/g, `${shared.server.dataDir}/run/$1.sock`);
    fs.writeFileSync(file, text);
}

/** What Debian's nginx.conf says around the sites. */
function nginxConf(folder, etc) {
    return `
${process.getuid() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 768; }
http {
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    access_log ${folder}/access.log;
    gzip on;
    client_body_temp_path ${folder}/body;
    fastcgi_temp_path ${folder}/fastcgi;
    proxy_temp_path ${folder}/proxy;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    include ${etc}/nginx-shared.conf;
    include ${etc}/nginx-site.conf;
    include ${etc}/nginx-local.conf;
}
`;
}

function runNginx(...args) {
    const file = `${shared.folder}/nginx.conf`;
    return [['-p', shared.folder, '-e', `${shared.folder}/error.log`, '-c', file, ...args], {}];
}

before(async () => {
    shared.tls = await freePort();
    shared.plain = await freePort();
    shared.local = await freePort();
    shared.server = await startServer({ publicUrl: `https://${host}:${shared.tls}` });
    shared.folder = temporaryFolder();
    certify(shared.folder);
    const etc = install(shared.folder);
    for (const name of fs.readdirSync(etc)) adapt(shared.folder, `${etc}/${name}`);
    fs.writeFileSync(`${shared.folder}/nginx.conf`, nginxConf(shared.folder, etc));
    shared.nginx = spawn('nginx', ...runNginx('-g', 'daemon off;'));
    const isUp = () => fs.existsSync(`${shared.folder}/nginx.pid`);
    await waitFor(isUp, () => fs.readFileSync(`${shared.folder}/error.log`, 'utf8'));
});

after(async () => {
    shared.nginx?.kill('SIGTERM');
    await shared.server?.stop();
    if (shared.folder) removeFolder(shared.folder);
});

/** curl's answer: {code, text}; its own code if it gets none. */
function curl(...args) {
    const options = ['-sS', '--max-time', '10', '--cacert', `${shared.folder}/fullchain.pem`];
    for (const name of [host, 'elsewhere.example'])
        for (const port of [shared.tls, shared.plain])
            options.push('--resolve', `${name}:${port}:127.0.0.1`);
    return new Promise((resolve) =>
        execFile('curl', [...options, ...args], (error, stdout, stderr) =>
            resolve({ code: error ? error.code : 0, text: stdout + stderr }),
        ),
    );
}

/** One request over HTTP/2: {status, headers, text}. */
function ask(session, headers, body) {
    return new Promise((resolve, reject) => {
        const stream = session.request(headers);
        const answer = { text: '' };
        stream.on('response', (head) => Object.assign(answer, { status: head[':status'], headers: head }));
        stream.setEncoding('utf8').on('data', (piece) => (answer.text += piece));
        stream.on('end', () => resolve(answer)).on('error', reject);
        stream.end(body);
    });
}

function open() {
    return http2.connect(`https://${host}:${shared.tls}`, {
        ca: fs.readFileSync(`${shared.folder}/fullchain.pem`),
        lookup: (name, options, done) =>
            options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
    });
}

test('tls: nginx takes the sites beside what Debian sets', () => {
    const [args] = runNginx('-t');
    const { status, stderr } = (() => {
        try {
            return { status: 0, stderr: String(execFileSync('nginx', args, { stdio: 'pipe' })) };
        } catch (error) {
            return { status: error.status, stderr: String(error.stderr) };
        }
    })();
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(fs.readFileSync(`${shared.folder}/error.log`, 'utf8'), /\[(warn|emerg|alert)\]/);
});

test('tls: someone sets up and signs in over HTTP/2, with cookies that TLS alone carries', async () => {
    const session = open();
    const cookies = new Map();
    const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const keep = ({ headers }) => {
        for (const line of headers['set-cookie'] ?? []) {
            assert.match(line, /; Secure/, line);
            assert.match(line, /; HttpOnly/, line);
            assert.match(line, /^__Host-/, line);
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            cookies.set(name, value);
        }
    };
    async function post(address, fields) {
        const page = await ask(session, { ':path': address, cookie: cookie() });
        assert.equal(page.status, 200, page.text);
        keep(page);
        const csrf = page.text.match(/name="csrf" value="([^"]*)"/)[1];
        const head = {
            ':method': 'POST',
            ':path': address.replace(/\?.*/, ''),
            cookie: cookie(),
            origin: `https://${host}:${shared.tls}`,
            'content-type': 'application/x-www-form-urlencoded',
        };
        const done = await ask(session, head, String(new URLSearchParams({ csrf, ...fields })));
        keep(done);
        return done;
    }
    try {
        const code = shared.server.setupCode;
        const made = await post(`/setup?code=${code}`, { setup_code: code, ...admin });
        assert.equal(made.status, 303, made.text);
        cookies.clear();
        assert.equal((await post('/login', { email: admin.email, password })).status, 303);
        assert.ok([...cookies.keys()].includes('__Host-session'));
        const home = await ask(session, { ':path': '/', cookie: cookie() });
        assert.equal(home.status, 200);
        assert.match(home.text, new RegExp(admin.full_name));
    } finally {
        session.close();
    }
});

test('tls: curl speaks HTTP/2, and everything is sent with HSTS', async () => {
    const origin = `https://${host}:${shared.tls}`;
    const style = (await curl(`${origin}/login`)).text.match(/\/static\/app\.[0-9a-f]+\.css/)[0];
    for (const [address, status] of [['/login', 200], [style, 200], ['/static/none.css', 404], ['/none', 404]]) {
        const { text } = await curl('--http2', '-o', '/dev/null', '-D', '-', '-w', '%{http_version} %{http_code}', origin + address);
        assert.match(text, new RegExp(`^2 ${status}$`, 'm'), address);
        const values = text.match(/^strict-transport-security: .*$/gim);
        assert.deepEqual(values?.map((value) => value.trim()), ['strict-transport-security: max-age=63072000; includeSubDomains'], address);
    }
});

test('tls: a static file is kept for ever, and sent as the build compressed it', async () => {
    const session = open();
    try {
        const login = await ask(session, { ':path': '/login' });
        const style = login.text.match(/\/static\/app\.[0-9a-f]+\.css/)[0];
        const { headers } = await ask(session, { ':path': style, 'accept-encoding': 'gzip' });
        const size = fs.statSync(path.join(buildDir, `${style.slice(1)}.gz`)).size;
        assert.equal(Number(headers['content-length']), size);
        assert.equal(headers['content-encoding'], 'gzip');
        assert.equal(headers['content-type'], 'text/css; charset=utf-8');
        assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    } finally {
        session.close();
    }
});

test('tls: hosts that nobody knows get no certificate, no answer and no redirect', async () => {
    assert.equal((await curl('-k', `https://elsewhere.example:${shared.tls}/login`)).code, 35);
    assert.equal((await curl('-k', `https://127.0.0.1:${shared.tls}/login`)).code, 35);
    for (const version of ['--http1.1', '--http2']) {
        const { code, text } = await curl(version, '-H', 'Host: elsewhere.example', `https://${host}:${shared.tls}/login`);
        assert.ok([52, 56, 92].includes(code), `${version}: ${code} ${text}`);
    }
    for (const origin of [`elsewhere.example:${shared.plain}`, `127.0.0.1:${shared.local}`]) {
        const { code, text } = await curl(`http://${origin}/login`);
        assert.ok([52, 56].includes(code), `${origin}: ${code} ${text}`);
    }
    const plain = await curl('-o', '/dev/null', '-w', '%{http_code} %{redirect_url}', `http://${host}:${shared.plain}/login?next=%2F`);
    assert.equal(plain.text, `301 https://${host}/login?next=%2F`);
});

test('tls: versions before 1.2 and weak ciphers are refused', async () => {
    const connect = (...args) =>
        new Promise((resolve) => {
            const target = ['s_client', '-connect', `127.0.0.1:${shared.tls}`, '-servername', host];
            const child = execFile('openssl', [...target, ...args], (error) => resolve(error ? error.code : 0));
            child.stdin.end();
        });
    assert.equal(await connect('-tls1_2'), 0);
    assert.equal(await connect('-tls1_3'), 0);
    assert.notEqual(await connect('-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0'), 0);
    assert.notEqual(await connect('-tls1_2', '-cipher', 'AES128-SHA'), 0);
});
