{{%AUTOESCAPE context="HTML"}}
{{! The editor of an agent, inside its form; filled by agent_form_show(). }}
<button class="sr" tabindex="-1" aria-hidden="true" name="do" value="save">Save</button>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION}}"><input type="hidden" name="before" value="{{BEFORE_SHOWN:pre_escape}}">
{{>ERROR_SUMMARY}}
{{#IS_NEW}}{{>PROPERTIES}}{{/IS_NEW}}
<div class="views" role="group" aria-label="View of the draft"><button name="do" value="view-form" formnovalidate{{#IN_FORM}} aria-pressed="true"{{/IN_FORM}}>Form</button><button name="do" value="view-json" formnovalidate{{#IN_JSON}} aria-pressed="true"{{/IN_JSON}}>JSON</button>{{#HAS_CHANGES}}<button name="do" value="view-changes" formnovalidate{{#IN_CHANGES}} aria-pressed="true"{{/IN_CHANGES}}>Changes</button>{{/HAS_CHANGES}}</div>
{{#IN_FORM}}<div class="railed">
<nav class="rail" aria-label="Sections"><ul class="sections">{{#SECTION}}<li><a href="#{{SECTION_ID}}-inputs"><span>{{SECTION_TITLE}}</span>{{#SECTION_ROWS}} <small>{{ROWS}}</small>{{/SECTION_ROWS}}{{#WRONG}} <span class="chip state bad">{{PROBLEMS}}</span>{{/WRONG}}{{#IS_CHANGED}} <span class="chip state wait">Changed</span>{{/IS_CHANGED}}</a></li>{{/SECTION}}<li><a href="#part-properties">Properties</a></li></ul></nav>
<div class="stack">
{{#MODEL_PART}}<section class="panel" id="{{PART_ID}}"><div class="panel-head"><h2>Model</h2></div><div class="panel-body stack" id="{{PART_ID}}-inputs">{{#PART_ERROR}}<p class="field-error">{{#ABOUT}}{{ABOUT_LABEL}} {{/ABOUT}}{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</p>{{/PART_ERROR}}{{#OBJECT}}<div class="fields">{{>CELL}}</div>{{/OBJECT}}</div></section>{{/MODEL_PART}}
{{#TEXT_PART}}<section class="panel" id="part-prompt"><div class="panel-head"><h2>Instructions</h2></div><div class="panel-body stack choice" id="part-prompt-inputs">
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
{{#IS_SAVED}}{{>PROPERTIES}}{{/IS_SAVED}}
</div></div>{{/IN_FORM}}
{{#IN_JSON}}<section class="code json-side"><div class="code-head"><h2><label for="config">Config</label></h2><span>JSON</span></div>
{{#CONFIG_PROBLEMS}}<ul class="problems" id="config-problems">{{#CONFIG_PROBLEM}}<li>{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</li>{{/CONFIG_PROBLEM}}</ul>{{/CONFIG_PROBLEMS}}
<textarea class="mono" id="config" name="config" spellcheck="false"{{#CONFIG_ERROR}} aria-invalid="true"{{/CONFIG_ERROR}} aria-describedby="config-hint{{#CONFIG_PROBLEMS}} config-problems{{/CONFIG_PROBLEMS}}">{{BI_NEWLINE}}{{CONFIG_SHOWN:pre_escape}}</textarea>
<p class="hint" id="config-hint">{{#NO_FORM}}The form can't show this config, so edit it here. {{/NO_FORM}}Form, JSON and Changes show the same draft. Nothing is saved when you switch.</p></section>{{/IN_JSON}}
{{#IN_CHANGES}}<section class="stack" aria-labelledby="changes-title"><h2 id="changes-title">What a save changes</h2>
{{>STALE_FIELDS}}
{{>JSON_DIFF}}
</section>{{/IN_CHANGES}}
{{#SUGGESTIONS}}<datalist id="{{LIST_ID}}">{{#SUGGESTION}}<option value="{{VALUE}}"></option>{{/SUGGESTION}}</datalist>{{/SUGGESTIONS}}
{{#IN_JSON}}{{#IS_SAVED}}{{>PROPERTIES}}{{/IS_SAVED}}{{/IN_JSON}}{{#IN_CHANGES}}{{#IS_SAVED}}{{>PROPERTIES}}{{/IS_SAVED}}{{/IN_CHANGES}}
