{{%AUTOESCAPE context="HTML"}}
{{! The reference of the API: PUBLIC_URL; GROUP (GROUP_TITLE, LINK (OPERATION_ID SUMMARY)); OPERATION (OPERATION_ID SUMMARY METHOD PATH STATUSES, PARAMETERS: PARAMETER (PARAMETER_NAME PARAMETER_PLACE PARAMETER_ABOUT REQUIRED)). }}
<div class="page-head"><div><p class="crumbs"><a href="/help">Help</a></p><h1>API reference</h1><p class="lead">Programs ask with an <a href="/account/tokens">API token</a>: <code>Authorization: Bearer sk-…</code></p></div><div class="actions"><a class="btn" href="/api/v1/openapi.json"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>OpenAPI 3.1</a></div></div>
<div class="split">
<div class="stack">
<section class="panel"><div class="panel-head"><h2>What all operations share</h2></div><div class="panel-body">
<dl class="facts">
<dt>Format</dt><dd>Answers and bodies are JSON. Every refusal is <code>application/problem+json</code> (RFC 9457), with <code>errors</code> by field.</dd>
<dt>Pages</dt><dd>Lists come in pages: follow <code>Link</code> with <code>rel="next"</code>.</dd>
<dt>Changes</dt><dd>A changed record needs <code>If-Match</code> with its <code>ETag</code>: 428 without, 412 if someone was faster. <code>If-None-Match</code> spares what the program has already: 304.</dd>
<dt>Once</dt><dd><code>Idempotency-Key</code> makes it safe to send a change again: within a day it is made once.</dd>
<dt>Browsers</dt><dd>Programs and servers may ask. A page in a browser may if the operator named its origin (<code>ROSTRUM_API_ORIGINS</code>); it needs a token too.</dd>
<dt>Limits</dt><dd><code>RateLimit</code> says how many requests are left; 429 and 503 say in <code>Retry-After</code> when to go on.</dd>
<dt>Description</dt><dd>The same as OpenAPI 3.1: <a href="/api/v1/openapi.json">{{PUBLIC_URL}}/api/v1/openapi.json</a></dd>
</dl>
</div></section>
<section class="panel" id="provisioning"><div class="panel-head"><h2>Provision people over SCIM 2.0</h2></div><div class="panel-body stack">
<p>An identity provider creates, changes and deactivates the people of your organization (RFC 7643 and 7644). A Customer Admin sets it up:</p>
<ol>
<li>Create a <a href="/settings/service-accounts">service account</a> for the provider. The person responsible for it must be an administrator: it can do what they can do.</li>
<li>Create its token with the one scope <strong>Provision people</strong>, and choose the persona of people who come without one. It lasts a year at most: rotate it before it expires.</li>
<li>Okta: choose SCIM 2.0 with HTTP header authentication. Base URL <code>{{PUBLIC_URL}}/api/scim/v2</code>, unique identifier <code>userName</code>, the secret key as the bearer token. Turn on creating, updating and deactivating users.</li>
<li>Entra ID: choose automatic provisioning. Tenant URL <code>{{PUBLIC_URL}}/api/scim/v2</code>, the secret key as the secret token. Map <code>userName</code> to the address that people sign in with, and remove the mapping of <code>emails</code>, or map it to the same.</li>
</ol>
<dl class="facts">
<dt><code>userName</code></dt><dd>The email address, also in <code>emails</code>.</dd>
<dt><code>name</code>, <code>displayName</code></dt><dd>The full name: given and family name if they are sent, otherwise <code>name.formatted</code> or <code>displayName</code>.</dd>
<dt><code>userType</code> or <code>roles</code></dt><dd>The persona by its name, such as <code>Product Manager</code>. Never Platform Admin, and never superuser rights.</dd>
<dt><code>externalId</code></dt><dd>What the provider calls the person. Nobody else in the organization can have it.</dd>
<dt><code>active</code></dt><dd><code>false</code> deactivates: sessions and tokens end at the next request. New people are active, and get an invitation by mail, or a link from an administrator.</dd>
<dt>Filters</dt><dd><code>userName</code>, <code>externalId</code>, <code>id</code> and <code>active</code> with <code>eq</code>.</dd>
<dt><code>DELETE</code></dt><dd>Deactivates, and hides the person from the provider. Rostrum keeps them for the audit log.</dd>
</dl>
<p>Superusers, Platform Admins and the person responsible for the token can't be deactivated this way, nor can the last active administrator.</p>
</div></section>
<section class="panel" id="offline"><div class="panel-head"><h2>Start without Rostrum</h2></div><div class="panel-body stack">
<p>A program that must start while Rostrum can’t be reached keeps a signed set of what it needs, and asks for a new one when Rostrum answers:</p>
<div class="code"><pre tabindex="0">curl -fsS -H "Authorization: Bearer $ROSTRUM_TOKEN" -o rostrum.bundle \
  '{{PUBLIC_URL}}/api/v1/bundle?label=production'
rostrum verify-bundle rostrum.bundle --key keys</pre></div>
<p>The file is one JSON object, an empty line and the signature. In it are the versions with the label that the token may read, and all that they refer to, with references filled in. <code>problems</code> lists what could not be. <code>rostrum audit keys</code> prints the keys.</p>
</div></section>
{{#OPERATION}}<section class="panel" id="operation-{{OPERATION_ID}}"><div class="panel-head"><h2>{{SUMMARY}}</h2><span class="muted">Answers {{STATUSES}}</span></div><div class="panel-body stack">
<div class="code"><pre tabindex="0"><b>{{METHOD}}</b> {{PATH}}</pre></div>
{{#PARAMETERS}}<dl class="facts">{{#PARAMETER}}<dt><code>{{PARAMETER_NAME}}</code></dt><dd><span class="muted">{{PARAMETER_PLACE}}{{#REQUIRED}}, required{{/REQUIRED}}</span> {{PARAMETER_ABOUT}}</dd>{{/PARAMETER}}</dl>{{/PARAMETERS}}
</div></section>
{{/OPERATION}}
</div>
<aside class="aside" aria-label="Operations">{{#GROUP}}<section><h2>{{GROUP_TITLE}}</h2><ul class="rows">{{#LINK}}<li><a href="#operation-{{OPERATION_ID}}">{{SUMMARY}}</a></li>{{/LINK}}</ul></section>{{/GROUP}}</aside>
</div>
