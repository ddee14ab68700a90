{{%AUTOESCAPE context="HTML"}}
<div class="page-head"><div><h1>Organization</h1><p class="lead">Organization settings.</p></div></div>
<div class="stack">
<section class="panel"><div class="panel-head"><h2>Name</h2></div><div class="panel-body">
<form class="form" method="post" action="/settings/organization">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" required{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}} aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}">{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">Its short name {{SLUG}} stays as it is.</p></div>
<div class="form-actions"><button class="btn primary" name="do" value="rename">Save organization</button></div>
</form>
</div></section>
<section class="panel"><div class="panel-head"><h2>Protected labels</h2></div><div class="panel-body stack">
<p class="muted">Only a DevOps Engineer or a Customer Admin moves these; others propose, and someone else approves.</p>
{{#PROTECTED_LABEL}}<form class="inline" method="post" action="/settings/organization"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span><button class="btn small" name="do" value="release">Unprotect<span class="sr"> {{LABEL_NAME}}</span></button></form>
{{/PROTECTED_LABEL}}
{{#NO_PROTECTED}}<p>Every label is free to move.</p>{{/NO_PROTECTED}}
<form class="form" method="post" action="/settings/organization">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="label">Label</label><input id="label" name="label" value="{{LABEL}}" maxlength="36" required spellcheck="false" autocomplete="off"{{#LABEL_ERROR}} aria-invalid="true"{{/LABEL_ERROR}} aria-describedby="label-hint{{#LABEL_ERROR}} label-error{{/LABEL_ERROR}}">{{#LABEL_ERROR}}<p class="field-error" id="label-error">{{MESSAGE}}</p>{{/LABEL_ERROR}}<p class="hint" id="label-hint">Lowercase letters, digits, dots, dashes and underscores.</p></div>
<div class="form-actions"><button class="btn" name="do" value="protect"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg>Protect label</button></div>
</form>
<form class="form" method="post" action="/settings/organization">
<input type="hidden" name="csrf" value="{{CSRF}}">
<fieldset class="field"><legend>When a Langfuse client may not move a protected label</legend>
<label class="check-row"><input type="radio" name="programs" value="refuse"{{#PROGRAMS_REFUSE}} checked{{/PROGRAMS_REFUSE}}> Refuse</label>
<label class="check-row"><input type="radio" name="programs" value="propose" aria-describedby="programs-hint"{{#PROGRAMS_PROPOSE}} checked{{/PROGRAMS_PROPOSE}}> Propose</label>
<p class="hint" id="programs-hint">Propose takes the request without that label, and proposes the move in the name of the token’s owner; someone else approves it. The REST API always refuses, and has addresses of its own for proposals.</p></fieldset>
<div class="form-actions"><button class="btn" name="do" value="programs">Save program setting</button></div>
</form>
<form class="form" method="post" action="/settings/organization">
<input type="hidden" name="csrf" value="{{CSRF}}">
<fieldset class="field"><legend>Who approves what lets an agent or a team do more</legend>
{{#WIDENING}}<label class="check-row"><input type="radio" name="widening" value="{{RULE}}" aria-describedby="widening-hint"{{#IS_NOW}} checked{{/IS_NOW}}> {{PEOPLE}}</label>
{{/WIDENING}}<p class="hint" id="widening-hint">More tools, another model, a higher limit: nobody else moves a protected label to such a version either. For what lets an agent do less, or the same, one colleague is enough.</p></fieldset>
<div class="form-actions"><button class="btn" name="do" value="widening">Save who approves</button></div>
</form>
</div></section>
<section class="panel" id="provisioning"><div class="panel-head"><h2>People from an identity provider</h2></div><div class="panel-body">
<p>Okta, Entra ID and others can create, change and deactivate people over SCIM 2.0. <a href="/help/api#provisioning">How to set it up</a> · <a href="/settings/service-accounts">Service accounts</a></p>
</div></section>
<section class="panel" id="register"><div class="panel-head"><h2>Register of AI systems</h2></div><div class="panel-body">
<form class="form" method="post" action="/settings/organization/register">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label class="check-row"><input type="checkbox" name="required" value="1" aria-describedby="required-hint"{{#REQUIRES_REGISTER}} checked{{/REQUIRES_REGISTER}}> Require a complete entry for production</label>
<p class="hint" id="required-hint">Agents and teams are then released to production, and proposed for it, only with a complete entry in the <a href="/register">register</a>: purpose, data categories, affected people, human oversight, risk class with its reason, next review, and the provider of the model in the config. Rolling back is never blocked.</p>
<div class="form-actions"><button class="btn">Save register setting</button></div>
</form>
</div></section>
<section class="panel" id="sessions"><div class="panel-head"><h2>Sessions</h2><a href="/settings/organization/sessions">Session settings</a></div><div class="panel-body"><p class="muted">How long people stay signed in, and administrators.</p></div></section>
<section class="panel" id="usage"><div class="panel-head"><h2>Usage</h2></div><div class="panel-body">{{>USAGE_LIST}}</div></section>
<section class="panel"><div class="panel-head"><h2>Platform administrators</h2><a href="/audit?outside=1">All of them</a></div><div class="panel-body"><p class="muted">Whoever runs this installation sees names and numbers, never what is in prompts, agents or teams. Each page that they look at leaves an event: <a href="/audit?outside=1&amp;from={{LOOKS_FROM}}">{{LOOKS}} in 30 days</a>.</p></div></section>
<section><h2>Danger zone</h2><div class="danger-zone"><div><p><strong>Close</strong>Two people and 30 days, then everything in it is destroyed.</p><a class="btn danger" href="/organizations/{{ORGANIZATION_ID}}/closing">Close organization</a></div></div></section>
</div>
