{{%AUTOESCAPE context="HTML"}}
{{! Asking an administrator to invite someone. FULL_NAME, EMAIL, REASON as typed; PERSONA_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a></p>
<h1>Ask for an invitation</h1>
<p class="lead">The administrators of your organization decide. You see their answer under People.</p>
</div>
</div>
<form class="form" method="post" action="/users/ask" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="fields">
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" maxlength="120" autocomplete="off" dir="auto" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" maxlength="254" autocomplete="off" autocapitalize="none" spellcheck="false" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
</div>
<div class="field"><label for="user_persona">Persona</label><select id="user_persona" name="user_persona" required aria-describedby="user_persona-hint{{#USER_PERSONA_ERROR}} user_persona-error{{/USER_PERSONA_ERROR}}"{{#USER_PERSONA_ERROR}} aria-invalid="true"{{/USER_PERSONA_ERROR}}><option value="">Choose a persona</option>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select>{{#USER_PERSONA_ERROR}}<p class="field-error" id="user_persona-error">{{MESSAGE}}</p>{{/USER_PERSONA_ERROR}}<p class="hint" id="user_persona-hint">It decides what they may see and do. The administrator can choose another.</p></div>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" autocomplete="off" dir="auto" required aria-describedby="reason-hint{{#REASON_ERROR}} reason-error{{/REASON_ERROR}}"{{#REASON_ERROR}} aria-invalid="true"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}<p class="hint" id="reason-hint">What they will work on.</p></div>
<div class="form-actions"><button class="btn primary">Ask for an invitation</button><a class="btn quiet" href="/users">Cancel</a></div>
</form>
