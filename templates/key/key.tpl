{{%AUTOESCAPE context="HTML"}}
<div class="page-head"><div><h1>Keys</h1><p class="lead">The master keys in the key ring, and everything that cryptography is used for. Keys are replaced on the server: <code>rostrum key add</code>, <code>activate</code>, <code>rewrap</code>, <code>retire</code>; the data keys of organizations and people with <code>rostrum key rewrap --data</code>.</p></div></div>
<div class="stack">
{{#PROGRESS}}<div class="callout {{#ALL_DONE}}success{{/ALL_DONE}}{{#GOES_ON}}info{{/GOES_ON}}" role="status"><div><p><b>{{#ALL_DONE}}The replacement is done.{{/ALL_DONE}}{{#GOES_ON}}A master key is being replaced.{{/GOES_ON}}</b> {{DONE}} of {{TOTAL}} data keys and addresses of this organization are under the active key.{{#GOES_ON}} <a href="/settings/keys">Refresh</a>{{/GOES_ON}}</p><progress max="{{TOTAL}}" value="{{DONE}}">{{DONE}} of {{TOTAL}}</progress></div></div>
{{/PROGRESS}}{{#ROTATION_GOES_ON}}<div class="callout info" role="status"><div><p><b>The data keys are being replaced.</b> {{ROWS}} of {{ALL_ROWS}} rows of this organization are done since <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>. <a href="/settings/keys">Refresh</a></p><progress max="{{ALL_ROWS}}" value="{{ROWS}}">{{ROWS}} of {{ALL_ROWS}}</progress></div></div>
{{/ROTATION_GOES_ON}}<section><h2>Master keys</h2>
<table class="list inventory"><caption class="sr">Master keys</caption><thead><tr><th scope="col">Key</th><th scope="col" class="state">State</th><th scope="col" class="num">Data keys</th><th scope="col" class="num">Addresses</th><th scope="col" class="num">Older sessions and links</th></tr></thead><tbody>
{{#KEY}}<tr><td class="primary"><span class="mono">{{KID}}</span></td><td data-label="State">{{#KEY_ACTIVE}}<span class="chip state">Active</span>{{/KEY_ACTIVE}}{{#KEY_OLD}}<span class="chip state off">Decrypts only</span>{{/KEY_OLD}}</td><td class="num" data-label="Data keys">{{DATA_KEYS}}</td><td class="num" data-label="Addresses">{{ADDRESSES}}</td><td class="num" data-label="Older sessions and links">{{OLDER_SIGN_INS}}</td></tr>
{{/KEY}}</tbody></table>
<p class="muted">Of this organization. What was sealed with a retired key is gone from here: nothing needs it.{{#ROTATION_DONE}} The data keys of this organization and its people were replaced <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>; {{ROWS}} rows were looked at.{{/ROTATION_DONE}}</p></section>
<section><h2>What is used for what</h2>
<table class="list inventory"><caption class="sr">Inventory of cryptography</caption><thead><tr><th scope="col">Use</th><th scope="col">Algorithm</th><th scope="col">Key</th></tr></thead><tbody>
{{#CRYPT_USE}}<tr><td class="primary">{{USE_NAME}}<p class="sub">{{USE_PROTECTS}}</p></td><td data-label="Algorithm">{{USE_ALGORITHM}}</td><td data-label="Key">{{USE_KEY}}</td></tr>
{{/CRYPT_USE}}</tbody></table></section>
</div>
