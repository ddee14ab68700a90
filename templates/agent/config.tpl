{{%AUTOESCAPE context="HTML"}}
{{! A config for people to read; filled by agent_config_show(). }}
{{#INSTRUCTIONS}}<div>{{>BODY_PARTS}}</div>{{/INSTRUCTIONS}}
{{>RESOLVED_PART}}
{{#CONFIG_PART}}<section><h2>{{PART_TITLE}}</h2>
{{#FACTS}}<dl class="facts">{{#FACT}}<dt>{{LABEL}}</dt><dd>{{#PLAIN}}{{VALUE}}{{/PLAIN}}{{#BLOCK}}<pre>{{BI_NEWLINE}}{{VALUE:pre_escape}}</pre>{{/BLOCK}}</dd>{{/FACT}}</dl>{{/FACTS}}
{{#NAMES}}<div class="chips">{{#HANDOFF}}{{#LINK}}<a class="chip" href="{{HANDOFF_URL}}">{{HANDOFF_NAME}}{{#IS_ARCHIVED}} (archived){{/IS_ARCHIVED}}</a>{{/LINK}}{{#NO_LINK}}<span class="chip">{{HANDOFF_NAME}}{{#IS_GONE}} (not there){{/IS_GONE}}</span>{{/NO_LINK}}{{/HANDOFF}}</div>{{/NAMES}}
{{#ITEMS}}<ul class="items">{{#ITEM}}<li><p><strong>{{TITLE}}</strong>{{#CHIP}} <span class="chip">{{CHIP_TEXT}}</span>{{/CHIP}}</p>{{#TELLS}}<p class="muted">{{DESCRIPTION}}</p>{{/TELLS}}{{#REST}}{{#FACT}}{{#PLAIN}}<p><span class="muted">{{LABEL}}:</span> {{VALUE}}</p>{{/PLAIN}}{{#BLOCK}}<details><summary>{{LABEL}}</summary><div class="code"><pre>{{BI_NEWLINE}}{{VALUE:pre_escape}}</pre></div></details>{{/BLOCK}}{{/FACT}}{{/REST}}</li>{{/ITEM}}</ul>{{/ITEMS}}
</section>
{{/CONFIG_PART}}
<details><summary>Config as JSON</summary><div class="code"><div class="code-head"><span>Everything above, as programs get it</span><button class="btn small quiet" type="button" data-copy="config-json" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div><pre id="config-json" tabindex="0">{{BI_NEWLINE}}{{CONFIG_JSON:pre_escape}}</pre></div></details>
