{{%AUTOESCAPE context="HTML"}}
{{! The editor of an agent, inside its form; filled by agent_form_show(). }}
<button class="sr" tabindex="-1" aria-hidden="true" name="do" value="save">Save</button>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION}}"><input type="hidden" name="before" value="{{BEFORE_SHOWN:pre_escape}}">
{{>ERROR_SUMMARY}}
{{#CONFLICT}}<div class="callout warning" role="group" aria-labelledby="conflict-title"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p id="conflict-title">The form and the JSON say different things now. Which one counts? The other one is then made to match it.</p><div class="actions"><button class="btn" name="do" value="use-form" formnovalidate>Use the form</button><button class="btn" name="do" value="use-json" formnovalidate>Use the JSON</button></div></div></div>{{/CONFLICT}}
{{#IS_NEW}}{{>PROPERTIES}}{{/IS_NEW}}
<div class="sides">
<div class="stack">
{{#MODEL_PART}}<section class="panel" id="{{PART_ID}}"><div class="panel-head"><h2>Model</h2></div><div class="panel-body stack">{{#PART_ERROR}}<p class="field-error">{{#ABOUT}}{{ABOUT_LABEL}} {{/ABOUT}}{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</p>{{/PART_ERROR}}{{#OBJECT}}<div class="fields">{{>CELL}}</div>{{/OBJECT}}</div></section>{{/MODEL_PART}}
{{#TEXT_PART}}<section class="panel" id="part-prompt"><div class="panel-head"><h2>Instructions</h2></div><div class="panel-body stack choice">
<fieldset><legend class="sr">Where the instructions come from</legend><label class="check-row"><input type="radio" name="source" value="instructions"{{#FROM_TEXT}} checked{{/FROM_TEXT}}> Written here</label><label class="check-row"><input type="radio" name="source" value="prompt"{{#FROM_PROMPT}} checked{{/FROM_PROMPT}}> A prompt from the library</label></fieldset>
{{#PART_ERROR}}<p class="field-error">{{#ABOUT}}{{ABOUT_LABEL}} {{/ABOUT}}{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</p>{{/PART_ERROR}}
<div class="if-text">{{#OWN_TEXT}}{{>CELL}}{{/OWN_TEXT}}</div>
<div class="if-prompt stack"><div class="fields">{{#LIBRARY}}{{>CELL}}{{/LIBRARY}}</div>
<button class="btn" name="do" value="preview" formaction="{{ACTION_URL}}#part-prompt" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#play"></use></svg>Preview</button>
{{>RESOLVED_PART}}
</div>
</div></section>{{/TEXT_PART}}
{{>PART}}
{{#UNKNOWN}}<p class="hint">Also in this config: {{#UNKNOWN_KEY}}<code>{{PATH}}</code> {{/UNKNOWN_KEY}}They stay as they are; edit them as JSON.</p>{{/UNKNOWN}}
</div>
<section class="code json-side"><div class="code-head"><h2><label for="config">Config</label></h2><span>JSON</span><button class="btn small quiet" name="do" value="sync" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Update</button></div>
{{#CONFIG_PROBLEMS}}<ul class="problems" id="config-problems">{{#CONFIG_PROBLEM}}<li>{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</li>{{/CONFIG_PROBLEM}}</ul>{{/CONFIG_PROBLEMS}}
<textarea class="mono" id="config" name="config" spellcheck="false"{{#CONFIG_ERROR}} aria-invalid="true"{{/CONFIG_ERROR}} aria-describedby="config-hint{{#CONFIG_PROBLEMS}} config-problems{{/CONFIG_PROBLEMS}}">{{BI_NEWLINE}}{{CONFIG_SHOWN:pre_escape}}</textarea>
<p class="hint" id="config-hint">Change either side: what you save is the one you changed. Update brings the other side along without saving.</p></section>
</div>
{{#SUGGESTIONS}}<datalist id="{{LIST_ID}}">{{#SUGGESTION}}<option value="{{VALUE}}"></option>{{/SUGGESTION}}</datalist>{{/SUGGESTIONS}}
{{#IS_SAVED}}{{>PROPERTIES}}{{/IS_SAVED}}
