{{%AUTOESCAPE context="HTML"}}
{{! One customer, for those who look after all: as organization_view says, NEW_NAME and REASON as typed, ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/organizations">Organizations</a></p>
<h1 dir="auto">{{NAME}}</h1>
<div class="meta">{{#CLOSED}}<span class="chip state bad">Closed</span>{{/CLOSED}}{{#SUSPENDED}}<span class="chip state off">Suspended</span>{{/SUSPENDED}}{{#IS_HOME}}<span class="chip">Your own</span>{{/IS_HOME}}{{#IS_HERE}}<span class="chip state">You are here</span>{{/IS_HERE}}</div>
</div>
<div class="actions">{{#MAY_ENTER}}<form class="inline" method="post" action="/organizations/{{ORGANIZATION_ID}}/enter"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Enter</button></form>{{/MAY_ENTER}}{{#SUSPENDED}}<form class="inline" method="post" action="/organizations/{{ORGANIZATION_ID}}/resume"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Resume</button></form>{{/SUSPENDED}}</div>
</div>
{{>ERROR_SUMMARY}}
<div class="stack">
<section class="panel"><div class="panel-head"><h2>About</h2></div><div class="panel-body"><dl class="facts"><dt>Short name</dt><dd>{{SLUG}}</dd><dt>Created</dt><dd>{{#CREATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/CREATED}}</dd>{{#SUSPENDED_SINCE}}<dt>Suspended</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/SUSPENDED_SINCE}}<dt>Users</dt><dd>{{USERS}}</dd>{{#COUNT}}<dt>{{KIND_TITLE}}</dt><dd>{{RECORDS}}</dd>{{/COUNT}}{{#LAST}}<dt>Last change</dt><dd><time datetime="{{DAY}}">{{DAY}}</time></dd>{{/LAST}}</dl></div></section>
{{#IS_OPEN}}<section class="panel" id="limits"><div class="panel-head"><h2>Usage and limits</h2></div><div class="panel-body stack">
{{>USAGE_LIST}}
<form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/limits">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="records">Most records</label><input id="records" name="records" inputmode="numeric" value="{{RECORDS_MOST}}" autocomplete="off"{{#RECORDS_ERROR}} aria-invalid="true"{{/RECORDS_ERROR}} aria-describedby="records-hint{{#RECORDS_ERROR}} records-error{{/RECORDS_ERROR}}">{{#RECORDS_ERROR}}<p class="field-error" id="records-error">{{MESSAGE}}</p>{{/RECORDS_ERROR}}<p class="hint" id="records-hint">{{RECORDS_RANGE}}, or empty for no limit.</p></div>
<div class="field"><label for="megabytes">Most content, in MB</label><input id="megabytes" name="megabytes" inputmode="numeric" value="{{MEGABYTES_MOST}}" autocomplete="off"{{#MEGABYTES_ERROR}} aria-invalid="true"{{/MEGABYTES_ERROR}} aria-describedby="megabytes-hint{{#MEGABYTES_ERROR}} megabytes-error{{/MEGABYTES_ERROR}}">{{#MEGABYTES_ERROR}}<p class="field-error" id="megabytes-error">{{MESSAGE}}</p>{{/MEGABYTES_ERROR}}<p class="hint" id="megabytes-hint">{{MEGABYTES_RANGE}}, or empty for no limit.</p></div>
<div class="field"><label for="people">Most people</label><input id="people" name="people" inputmode="numeric" value="{{PEOPLE_MOST}}" autocomplete="off"{{#PEOPLE_ERROR}} aria-invalid="true"{{/PEOPLE_ERROR}} aria-describedby="people-hint{{#PEOPLE_ERROR}} people-error{{/PEOPLE_ERROR}}">{{#PEOPLE_ERROR}}<p class="field-error" id="people-error">{{MESSAGE}}</p>{{/PEOPLE_ERROR}}<p class="hint" id="people-hint">{{PEOPLE_RANGE}}, or empty for no limit.</p></div>
<div class="form-actions"><button class="btn">Save limits</button></div>
</form>
</div></section>
<section class="panel"><div class="panel-head"><h2>Name</h2></div><div class="panel-body">
<form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/rename">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="new_name">Name</label><input id="new_name" name="new_name" value="{{NEW_NAME}}" maxlength="120" required{{#NEW_NAME_ERROR}} aria-invalid="true" aria-describedby="new_name-error"{{/NEW_NAME_ERROR}}>{{#NEW_NAME_ERROR}}<p class="field-error" id="new_name-error">{{MESSAGE}}</p>{{/NEW_NAME_ERROR}}</div>
<div class="form-actions"><button class="btn">Rename</button></div>
</form>
</div></section>{{/IS_OPEN}}
{{#MAY_SUSPEND}}<section class="panel"><div class="panel-head"><h2>Suspend</h2></div><div class="panel-body">
<form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/suspend">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="muted">Nobody of it can sign in or work until it is resumed. Nothing is changed or deleted.</p>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" autocomplete="off" required aria-describedby="reason-hint{{#REASON_ERROR}} reason-error{{/REASON_ERROR}}"{{#REASON_ERROR}} aria-invalid="true"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}<p class="hint" id="reason-hint">Its administrators read it in their audit log.</p></div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn danger">Suspend organization</button></div>
</form>
</div></section>{{/MAY_SUSPEND}}
<section><h2>Danger zone</h2><div class="danger-zone"><div><p><strong>Close</strong>{{#IS_OPEN}}Two people and 30 days, then all its keys and rows are destroyed.{{/IS_OPEN}}{{#CLOSED}}It is closed: the certificate says what was destroyed.{{/CLOSED}}</p><a class="btn danger" href="/organizations/{{ORGANIZATION_ID}}/closing">{{#IS_OPEN}}Close organization{{/IS_OPEN}}{{#CLOSED}}Certificate{{/CLOSED}}</a></div></div></section>
</div>
