{{%AUTOESCAPE context="HTML"}}
{{! The editor of a prompt, inside its form; filled by prompt_form_show(). The first button is the one that Enter presses. }}
<button class="sr" tabindex="-1" aria-hidden="true" name="do" value="enter" formnovalidate>Save</button>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="type" value="{{TYPE}}"><input type="hidden" name="revision" value="{{REVISION}}">
{{>ERROR_SUMMARY}}
{{#IS_NEW}}{{>PROPERTIES}}{{/IS_NEW}}
<div class="with-beside">
<div class="stack">
{{#TYPE_TEXT}}<div class="field"><label for="body">Body</label><div class="paint"><div class="paint-layer" aria-hidden="true"></div><textarea class="mono" data-paint id="body" name="body" spellcheck="false"{{#BODY_ERROR}} aria-invalid="true"{{/BODY_ERROR}} aria-describedby="body-hint{{#BODY_ERROR}} body-error{{/BODY_ERROR}}">{{BI_NEWLINE}}{{BODY:pre_escape}}</textarea></div>{{#BODY_ERROR}}<p class="field-error" id="body-error">{{MESSAGE}}</p>{{/BODY_ERROR}}<p class="hint" id="body-hint">Variables are written <code>&#123;&#123;name}}</code>; another prompt is included with <code>@@@prompt:name=NAME|label=LABEL@@@</code>.</p></div>{{/TYPE_TEXT}}
{{#TYPE_CHAT}}<section class="stack" id="body" aria-labelledby="messages-title">
<div class="section-head" id="content"><h2 id="messages-title">Messages</h2><span class="muted">Variables are written <code>&#123;&#123;name}}</code>. A placeholder is where a program puts messages of its own: write its name.</span></div>
{{#BODY_ERROR}}<p class="field-error">{{MESSAGE}}</p>{{/BODY_ERROR}}{{#CONTENT_ERROR}}<p class="field-error">{{MESSAGE}}</p>{{/CONTENT_ERROR}}
{{#CHAT_MESSAGE}}<fieldset class="panel"><legend class="sr">Message {{N}}</legend><div class="panel-head"><div><label class="sr" for="role-{{N}}">Role of message {{N}}</label><select id="role-{{N}}" name="role">{{#ROLE_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/ROLE_OPTION}}</select></div><span class="actions">{{#CAN_UP}}<button class="btn small icon-only" name="do" value="up:{{N}}" formaction="{{ACTION_URL}}#body" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#up"></use></svg><span class="sr">Move message {{N}} up</span></button>{{/CAN_UP}}{{#CAN_DOWN}}<button class="btn small icon-only" name="do" value="down:{{N}}" formaction="{{ACTION_URL}}#body" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#down"></use></svg><span class="sr">Move message {{N}} down</span></button>{{/CAN_DOWN}}{{#CAN_REMOVE}}<button class="btn small icon-only" name="do" value="remove:{{N}}" formaction="{{ACTION_URL}}#body" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#close"></use></svg><span class="sr">Remove message {{N}}</span></button>{{/CAN_REMOVE}}</span></div><div class="panel-body"><div class="paint"><div class="paint-layer" aria-hidden="true"></div><textarea class="mono short" data-paint name="content" aria-label="Content of message {{N}}" spellcheck="false"{{#FOCUSED}} autofocus{{/FOCUSED}}>{{BI_NEWLINE}}{{CONTENT:pre_escape}}</textarea></div></div></fieldset>
{{/CHAT_MESSAGE}}
{{#CAN_ADD}}<button class="btn" name="do" value="add" formaction="{{ACTION_URL}}#body" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Add message</button>{{/CAN_ADD}}
{{#IS_FULL}}<p class="hint">This form holds no more messages than these.</p>{{/IS_FULL}}

</section>{{/TYPE_CHAT}}
<details{{#HAS_SETTINGS}} open{{/HAS_SETTINGS}}{{#SETTINGS_ERROR}} open{{/SETTINGS_ERROR}}><summary class="btn small">Model settings</summary><div class="field"><label for="settings" class="sr">Model settings</label><textarea class="mono short" id="settings" name="settings" spellcheck="false"{{#SETTINGS_ERROR}} aria-invalid="true"{{/SETTINGS_ERROR}} aria-describedby="settings-hint{{#SETTINGS_ERROR}} settings-error{{/SETTINGS_ERROR}}">{{BI_NEWLINE}}{{SETTINGS:pre_escape}}</textarea>{{#SETTINGS_ERROR}}<p class="field-error" id="settings-error">{{MESSAGE}}</p>{{/SETTINGS_ERROR}}<p class="hint" id="settings-hint">A JSON object that programs get with this version, such as {"temperature": 0.2}.</p></div></details>
{{#IS_SAVED}}{{>PROPERTIES}}{{/IS_SAVED}}
</div>
{{>RAIL}}
</div>
