{{%AUTOESCAPE context="HTML"}}
{{! Making an API token: ACTION BACK, OWN or FOR_ACCOUNT or FOR_AGENT (OWNER OWNER_ID); NAME FOLDER as typed; SCOPE (SCOPE_NAME SCOPE_TITLE SCOPE_TEXT CHECKED), MAY_PROVISION (PERSONA_OPTION), DAY_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{BACK}}">{{#OWN}}Your API tokens{{/OWN}}{{#FOR_ACCOUNT}}Service accounts{{/FOR_ACCOUNT}}{{#FOR_AGENT}}API tokens of <bdi>{{OWNER}}</bdi>{{/FOR_AGENT}}</a></p>
<h1>Create API token</h1>
<p class="lead">{{#OWN}}It acts as you, within its scopes.{{/OWN}}{{#FOR_ACCOUNT}}It acts for the service account <bdi>{{OWNER}}</bdi>, within its scopes.{{/FOR_ACCOUNT}}{{#FOR_AGENT}}It acts for the agent <bdi>{{OWNER}}</bdi>, within its scopes and your persona. You are responsible for it.{{/FOR_AGENT}} The secret is shown once.</p>
</div>
</div>
<form class="form" method="post" action="{{ACTION}}" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">{{#FOR_ACCOUNT}}<input type="hidden" name="account" value="{{OWNER_ID}}">{{/FOR_ACCOUNT}}{{#FOR_AGENT}}<input type="hidden" name="agent" value="{{OWNER_ID}}">{{/FOR_AGENT}}
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="80" autocomplete="off" dir="auto" required aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">Where it is used, such as “checkout service, production”.</p></div>
<fieldset class="field" id="scopes"{{#SCOPES_ERROR}} aria-describedby="scopes-error"{{/SCOPES_ERROR}}><legend>Scopes</legend>{{#SCOPES_ERROR}}<p class="field-error" id="scopes-error">{{MESSAGE}}</p>{{/SCOPES_ERROR}}
<div class="options">
{{#SCOPE}}<label class="option"><input type="checkbox" name="scopes" value="{{SCOPE_NAME}}"{{#CHECKED}} checked{{/CHECKED}}><span><strong>{{SCOPE_TITLE}}</strong><span class="hint">{{SCOPE_TEXT}}</span></span></label>
{{/SCOPE}}
</div></fieldset>
<div class="fields">
<div class="field"><label for="folder">Folder <span class="optional">optional</span></label><input id="folder" name="folder" value="{{FOLDER}}" maxlength="200" autocomplete="off" spellcheck="false" dir="auto" aria-describedby="folder-hint{{#FOLDER_ERROR}} folder-error{{/FOLDER_ERROR}}"{{#FOLDER_ERROR}} aria-invalid="true"{{/FOLDER_ERROR}}>{{#FOLDER_ERROR}}<p class="field-error" id="folder-error">{{MESSAGE}}</p>{{/FOLDER_ERROR}}<p class="hint" id="folder-hint">Restricts the token to records in this folder and below it.</p></div>
<div class="field"><label for="days">Expires after</label><select id="days" name="days"{{#DAYS_ERROR}} aria-invalid="true" aria-describedby="days-error"{{/DAYS_ERROR}}>{{#DAY_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/DAY_OPTION}}</select>{{#DAYS_ERROR}}<p class="field-error" id="days-error">{{MESSAGE}}</p>{{/DAYS_ERROR}}</div>
</div>
{{#MAY_PROVISION}}<div class="field"><label for="default_persona">Persona of new people <span class="optional">to provision people</span></label><select id="default_persona" name="default_persona" aria-describedby="default_persona-hint{{#DEFAULT_PERSONA_ERROR}} default_persona-error{{/DEFAULT_PERSONA_ERROR}}"{{#DEFAULT_PERSONA_ERROR}} aria-invalid="true"{{/DEFAULT_PERSONA_ERROR}}><option value="">None</option>{{#PERSONA_OPTION}}<option{{#SELECTED}} selected{{/SELECTED}}>{{VALUE}}</option>{{/PERSONA_OPTION}}</select>{{#DEFAULT_PERSONA_ERROR}}<p class="field-error" id="default_persona-error">{{MESSAGE}}</p>{{/DEFAULT_PERSONA_ERROR}}<p class="hint" id="default_persona-hint">People become this if your identity provider sends no persona for them. <a href="/help/api#provisioning">How to set it up</a></p></div>{{/MAY_PROVISION}}
<div class="form-actions"><button class="btn primary">Create token</button><a class="btn quiet" href="{{BACK}}">Cancel</a></div>
</form>
