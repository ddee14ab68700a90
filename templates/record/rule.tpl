{{%AUTOESCAPE context="HTML"}}
{{! What a label of a record needs; filled by page_label_rule(). }}
{{>HEAD}}
<div class="stack">
{{>ERROR_SUMMARY}}
<section class="panel" aria-labelledby="rule-title"><div class="panel-head"><h2 id="rule-title"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span></h2></div><div class="panel-body stack">
{{#HOLDS}}<p>{{LABEL_NAME}} needs {{NEEDS}}.</p>{{/HOLDS}}{{#HOLDS_NOTHING}}<p>{{LABEL_NAME}} needs no evidence.</p>{{/HOLDS_NOTHING}}
<p class="muted">{{#IS_OWN}}A rule of this {{NOUN}}.{{/IS_OWN}}{{#IS_OF_KIND}}The rule of all {{LIST_TITLE}}.{{/IS_OF_KIND}}{{#SET_BY}} Set by {{NAME}}{{#WHEN}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}.{{/SET_BY}} A run is evidence if it tested exactly what this {{NOUN}} would serve: when something that it uses changes, it has to be run again.</p>
</div></section>
{{#MAY_SET}}<form class="form" method="post" action="{{BASE}}/releases/rule"><input type="hidden" name="csrf" value="{{CSRF}}">{{! Enter saves. }}<button name="do" value="save" hidden></button>
<div class="field"><label for="label">Label</label><input id="label" name="label" value="{{LABEL}}" maxlength="36" required spellcheck="false" autocomplete="off"{{#LABEL_ERROR}} aria-invalid="true" aria-describedby="label-error"{{/LABEL_ERROR}}>{{#LABEL_ERROR}}<p class="field-error" id="label-error">{{MESSAGE}}</p>{{/LABEL_ERROR}}</div>
{{>RULE_FORM}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Save rule</button>{{#MAY_FREE}}<button class="btn" name="do" value="free">Require nothing here</button>{{/MAY_FREE}}{{#MAY_REMOVE}}<button class="btn" name="do" value="remove">Remove rule</button>{{/MAY_REMOVE}}<a class="btn quiet" href="{{BASE}}/releases">Cancel</a></div>
</form>{{/MAY_SET}}
</div>
