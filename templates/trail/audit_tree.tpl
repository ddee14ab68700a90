{{%AUTOESCAPE context="HTML"}}
{{! The state of the log, filled by audit_tree_show(). }}
{{#TREE}}<section class="log-state" aria-labelledby="tree-title"><h2 id="tree-title">State of the log</h2>
<dl class="facts">
<dt>Events</dt><dd>{{EVENT_COUNT}} with a number</dd>
{{#CHECKPOINT}}<dt>Newest checkpoint</dt><dd>{{#SIGNED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SIGNED}}, covers {{COVERED}}{{#IS_BEHIND}}; {{NOT_YET}} not covered yet{{/IS_BEHIND}}</dd>
<dt>Root</dt><dd><code title="{{ROOT}}">{{ROOT_SHORT}}…</code></dd>
<dt>Public key</dt><dd><code>{{KEY}}</code></dd>{{/CHECKPOINT}}
{{#NO_CHECKPOINT}}<dt>Newest checkpoint</dt><dd>None yet. One is signed within a minute of the first event.</dd>{{/NO_CHECKPOINT}}
</dl>
{{>PROVES}}</section>{{/TREE}}
