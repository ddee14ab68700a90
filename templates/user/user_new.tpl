{{%AUTOESCAPE context="HTML"}}
{{! Inviting someone. FULL_NAME, EMAIL as typed; PERSONA_OPTION; ASKED (REQUEST_ID ASKED_BY REASON): the request that this answers. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a></p>
<h1>Invite user</h1>
<p class="lead">You get a link to hand over. It works once, for 7 days.</p>
</div>
</div>
<form class="form" method="post" action="/users/new" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">{{#ASKED}}<input type="hidden" name="request" value="{{REQUEST_ID}}">{{/ASKED}}
{{>ERROR_SUMMARY}}
{{#ASKED}}<div class="callout"><div><p><bdi>{{ASKED_BY}}</bdi> asks for this invitation:</p><p><bdi>{{REASON}}</bdi></p></div></div>{{/ASKED}}
<div class="fields">
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" maxlength="120" autocomplete="off" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" maxlength="254" autocomplete="off" autocapitalize="none" spellcheck="false" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
</div>
<div class="field"><label for="user_persona">Persona</label><select id="user_persona" name="user_persona" required aria-describedby="user_persona-hint{{#USER_PERSONA_ERROR}} user_persona-error{{/USER_PERSONA_ERROR}}"{{#USER_PERSONA_ERROR}} aria-invalid="true"{{/USER_PERSONA_ERROR}}><option value="">Choose a persona</option>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select>{{#USER_PERSONA_ERROR}}<p class="field-error" id="user_persona-error">{{MESSAGE}}</p>{{/USER_PERSONA_ERROR}}<p class="hint" id="user_persona-hint">It decides what they may see and do. Individual developers change what they own; product managers and teams change every prompt; DevOps engineers release them; customer admins also manage users.</p></div>
<div class="form-actions"><button class="btn primary">Invite user</button><a class="btn quiet" href="/users">Cancel</a></div>
</form>
