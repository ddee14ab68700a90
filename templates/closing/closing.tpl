{{%AUTOESCAPE context="HTML"}}
{{! Closing a customer: ORGANIZATION_ID, IS_INSIDER or IS_PLATFORM; OPEN (REASON as typed), WAITS (as approval_view.h says, REASON_GIVEN, IS_OWN, IS_HERE or IS_ELSEWHERE), APPROVED (the same), BEGUN (REASON_GIVEN, DUE, IS_DUE), RUNNING, DONE (CERTIFICATE); ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><p class="crumbs">{{#IS_INSIDER}}<a href="/settings/organization">Organization</a>{{/IS_INSIDER}}{{#IS_PLATFORM}}<a href="/organizations">Organizations</a> / <a href="/organizations/{{ORGANIZATION_ID}}">One organization</a>{{/IS_PLATFORM}}</p><h1>Close organization</h1><p class="lead">For good, after two people agreed and 30 days passed.</p></div></div>
{{>ERROR_SUMMARY}}
<div class="stack">
{{#OPEN}}<section class="panel"><div class="panel-head"><h2>What happens</h2></div><div class="panel-body"><ol><li>{{#IS_INSIDER}}<a href="/export">Export everything</a> first: later there is nothing left to export.{{/IS_INSIDER}}{{#IS_PLATFORM}}Its administrators export everything first: later there is nothing left to export.{{/IS_PLATFORM}}</li><li>A second administrator approves.</li><li>One of them begins: the organization is suspended, and nobody of it can work.</li><li>For 30 days whoever runs this installation can take it back.</li><li>Then all its keys are destroyed, and all its rows. Its name and its audit log without contents stay, and a certificate says what was destroyed.</li></ol></div></section>
<section class="panel"><div class="panel-head"><h2>Ask for it</h2></div><div class="panel-body"><form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/closing">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" autocomplete="off" required{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn danger">Ask to close</button></div>
</form></div></section>{{/OPEN}}
{{#WAITS}}<section class="panel"><div class="panel-head"><h2>Waits for approval</h2></div><div class="panel-body stack">
<p>{{ASKED_BY}} asked {{#ASKED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}: <bdi>{{REASON_GIVEN}}</bdi></p>
{{#IS_OWN}}<p class="muted">You asked for it. Another administrator, or whoever runs this installation, has to approve it.</p>{{/IS_OWN}}
{{#IS_HERE}}<p><a class="btn primary" href="{{APPROVAL_URL}}">{{#MAY_DECIDE}}Review the request{{/MAY_DECIDE}}{{#IS_OWN}}See the request{{/IS_OWN}}</a></p>{{/IS_HERE}}{{#IS_ELSEWHERE}}<p>The request is reviewed in the organization: <a href="/organizations/{{ORGANIZATION_ID}}">enter it</a>, then open Approvals.</p>{{/IS_ELSEWHERE}}
</div></section>{{/WAITS}}
{{#APPROVED}}<section class="panel"><div class="panel-head"><h2>Approved</h2></div><div class="panel-body stack">
<p>{{#DECIDED}}{{DECIDED_BY}} approved it <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>.{{/DECIDED}} {{ASKED_BY}} asked: <bdi>{{REASON_GIVEN}}</bdi>{{#IS_HERE}} <a href="{{APPROVAL_URL}}">See the request</a>{{/IS_HERE}}</p>
<form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/closing/begin">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="muted">Beginning suspends the organization at once. For 30 days whoever runs this installation can take it back.</p>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn danger">Begin closing</button></div>
</form>
</div></section>{{/APPROVED}}
{{#BEGUN}}<section class="panel"><div class="panel-head"><h2>Begun</h2></div><div class="panel-body stack">
<p>The organization is suspended: <bdi>{{REASON_GIVEN}}</bdi></p>
<p>Its keys and rows are destroyed from {{#DUE}}<time datetime="{{ISO}}">{{EXACT}}</time>{{/DUE}} on.</p>
{{#IS_DUE}}<form class="inline" method="post" action="/organizations/{{ORGANIZATION_ID}}/closing/run"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Close now</button></form>{{/IS_DUE}}
</div></section>
<form class="inline" method="post" action="/organizations/{{ORGANIZATION_ID}}/closing/cancel"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Take it back</button></form>{{/BEGUN}}
{{#RUNNING}}<section class="panel"><div class="panel-head"><h2>Being destroyed</h2></div><div class="panel-body stack"><p>Its own key is gone, so that nothing it wrote can be read. Rows are left.</p><form class="inline" method="post" action="/organizations/{{ORGANIZATION_ID}}/closing/run"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Go on</button></form></div></section>{{/RUNNING}}
{{#DONE}}<section class="panel"><div class="panel-head"><h2>Certificate</h2></div><div class="panel-body"><pre class="code">{{CERTIFICATE:pre_escape}}</pre></div></section>{{/DONE}}
</div>
