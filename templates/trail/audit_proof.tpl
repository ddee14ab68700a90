{{%AUTOESCAPE context="HTML"}}
{{! That one event is in the log, filled by audit_tree_show_proof(). }}
<section id="proof" aria-labelledby="proof-title"><div class="section-head"><h2 id="proof-title">Proof</h2>{{#PROVED}}<a href="/audit/{{PROVED_ID}}/proof">Download as JSON</a>{{/PROVED}}</div>
{{#PROVED}}<p>This event is in the log that was signed {{#SIGNED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SIGNED}}, and is as it was then.</p>
<dl class="facts">
<dt>Number</dt><dd>{{LEAF_NUMBER}} of the {{TREE_SIZE}} that the checkpoint covers</dd>
<dt>Leaf</dt><dd>{{#LEAF}}<code title="{{HASH}}">{{HASH_SHORT}}…</code>{{/LEAF}}</dd>
<dt>Path</dt><dd>{{PATH_COUNT}} {{#PATH_ONE}}hash{{/PATH_ONE}}{{#PATH_MANY}}hashes{{/PATH_MANY}}{{#PATH}} · <code title="{{HASH}}">{{HASH_SHORT}}…</code>{{/PATH}}{{#PATH_MORE}} · …{{/PATH_MORE}}</dd>
<dt>Root</dt><dd>{{#ROOT}}<code title="{{HASH}}">{{HASH_SHORT}}…</code>{{/ROOT}}</dd>
</dl>
<details class="raw"><summary>Checkpoint</summary><div class="code"><pre tabindex="0">{{NOTE:pre_escape}}</pre></div></details>
{{>PROVES}}{{/PROVED}}
{{#NOT_COVERED}}<p>Not covered yet: no checkpoint was signed since this event. The next is signed within a minute of a change.</p>{{/NOT_COVERED}}
{{#NO_NUMBER_YET}}<p>Not covered yet: this event gets its number in a moment, and is covered by the next checkpoint.</p>{{/NO_NUMBER_YET}}
{{#CONTRADICTED}}<div class="callout bad" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div><strong>The log does not agree with its signed checkpoint.</strong><p>It was changed outside Rostrum. Keep the database and the checkpoint files as they are, and run <code>rostrum audit verify</code>.</p></div></div>{{/CONTRADICTED}}
</section>
