{{%AUTOESCAPE context="HTML"}}
{{! A run: where its script asks for it again, IS_LIVE (PART_URL). Includes HEAD, LIVE (run/live.tpl). }}
{{>HEAD}}
<div class="stack" id="run"{{#IS_LIVE}} data-grows="{{PART_URL}}"{{/IS_LIVE}}>{{>LIVE}}</div>
