{{%AUTOESCAPE context="HTML"}}
{{! A part of the agent editor that is folded while it is empty; filled by agent_sheet_show(). }}
<details class="panel fold" id="{{PART_ID}}"{{#IS_OPEN}} open{{/IS_OPEN}}><summary class="panel-head"><h2>{{PART_TITLE}}{{#COUNTED}} <small>{{ROWS}}</small>{{/COUNTED}}</h2></summary>
<div class="panel-body stack" id="{{PART_ID}}-inputs">
<p class="muted">{{PART_HINT}}</p>
{{#PART_ERROR}}<p class="field-error">{{#ABOUT}}{{ABOUT_LABEL}} {{/ABOUT}}{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</p>{{/PART_ERROR}}
{{#OBJECT}}<div class="fields">{{>CELL}}</div>{{/OBJECT}}
{{#TEXTS}}<div class="fields">{{>CELL}}</div>{{/TEXTS}}
{{#ROW}}<fieldset class="panel"><legend class="sr">{{PART_NOUN}} {{N}}</legend><div class="panel-head"><strong>{{PART_NOUN}} {{N}}</strong><span class="actions">{{#CAN_UP}}<button class="btn small icon-only" name="do" value="{{PART_NAME}}:up:{{N}}" formaction="{{ACTION_URL}}#{{PART_ID}}" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#up"></use></svg><span class="sr">Move {{PART_NOUN}} {{N}} up</span></button>{{/CAN_UP}}{{#CAN_DOWN}}<button class="btn small icon-only" name="do" value="{{PART_NAME}}:down:{{N}}" formaction="{{ACTION_URL}}#{{PART_ID}}" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#down"></use></svg><span class="sr">Move {{PART_NOUN}} {{N}} down</span></button>{{/CAN_DOWN}}<button class="btn small icon-only" name="do" value="{{PART_NAME}}:remove:{{N}}" formaction="{{ACTION_URL}}#{{PART_ID}}" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#close"></use></svg><span class="sr">Remove {{PART_NOUN}} {{N}}</span></button></span></div><div class="panel-body fields"><input type="hidden" name="{{PART_NAME}}_from" value="{{FROM}}">{{>CELL}}</div></fieldset>
{{/ROW}}
{{#CAN_ADD}}<button class="btn" name="do" value="{{PART_NAME}}:add" formaction="{{ACTION_URL}}" formnovalidate><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>{{PART_ADD}}</button>{{/CAN_ADD}}
</div></details>
