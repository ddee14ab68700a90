{{%AUTOESCAPE context="HTML"}}
{{! Creating a service account: NAME as typed, PERSONA_OPTION, OWNER_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/service-accounts">Service accounts</a></p>
<h1>Create service account</h1>
</div>
</div>
<form class="form" method="post" action="/settings/service-accounts/new" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" autocomplete="off" dir="auto" required aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">The program that uses it. The name is not sealed: no secrets and no names of people.</p></div>
<div class="field"><label for="user_persona">Persona</label><select id="user_persona" name="user_persona" required aria-describedby="user_persona-hint{{#USER_PERSONA_ERROR}} user_persona-error{{/USER_PERSONA_ERROR}}"{{#USER_PERSONA_ERROR}} aria-invalid="true"{{/USER_PERSONA_ERROR}}><option value="">Choose a persona</option>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select>{{#USER_PERSONA_ERROR}}<p class="field-error" id="user_persona-error">{{MESSAGE}}</p>{{/USER_PERSONA_ERROR}}<p class="hint" id="user_persona-hint">The most that its tokens may do. You can choose personas whose rights you have yourself.</p></div>
<div class="field"><label for="responsible_id">Responsible person</label><select id="responsible_id" name="responsible_id" required aria-describedby="responsible_id-hint{{#RESPONSIBLE_ID_ERROR}} responsible_id-error{{/RESPONSIBLE_ID_ERROR}}"{{#RESPONSIBLE_ID_ERROR}} aria-invalid="true"{{/RESPONSIBLE_ID_ERROR}}><option value="">Choose a person</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#RESPONSIBLE_ID_ERROR}}<p class="field-error" id="responsible_id-error">{{MESSAGE}}</p>{{/RESPONSIBLE_ID_ERROR}}<p class="hint" id="responsible_id-hint">Owns what the account creates, and hears in the inbox before a token expires.</p></div>
<div class="form-actions"><button class="btn primary">Create service account</button><a class="btn quiet" href="/settings/service-accounts">Cancel</a></div>
</form>
