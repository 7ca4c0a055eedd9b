#!/bin/sh
# train_scores.sh TRAIN WORDS [SETTING=VALUE]... - how well names are found in
# text that the tagger was not trained on. Each set is left out of training,
# tagged as `indexer --tag --format=bio` does, and scored by exact match with
# TRAIN/tools/entity_score.py; our own articles in five folds, by the trainer.
# Takes minutes. `make train-scores` runs it.
set -eu
train_folder=$1 words=$2
shift 2
program=${BUILD:-build}/train
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

ours='person=PER,org=ORG,country=LOC,place=LOC'

# score TITLE SET MAP ONLY: of the tagged set.
score() {
    echo "$1"
    python3 "$train_folder/tools/entity_score.py" "$2" "$scratch/tagged" \
        --map "$3" --only "$4"
}

# fit GROUP...: a model without these groups.
fit() {
    "$program" fit "$words" "$train_folder/ner" "$scratch/model" "$@" \
        2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
}

tag() {
    "$program" tag "$scratch/model" "$1" >"$scratch/tagged"
}

fit "$@" politics >"$scratch/own"
set_file=$train_folder/ner/crossner_politics.dev.bio
tag "$set_file"
score 'politics dev, left out' "$set_file" \
    "politician=PER,person=PER,politicalparty=ORG,organisation=ORG,country=LOC,location=LOC,$ours" \
    PER,ORG,LOC

fit "$@" gmb >"$scratch/own"
set_file=$train_folder/ner/gmb_subset.all.bio
tag "$set_file"
gmb="per=PER,org=ORG,geo=LOC,gpe=GPE,$ours,group=GPE"
score 'GMB, left out' "$set_file" "$gmb" PER,ORG,LOC,GPE
# GMB counts "Mr." and "President" to the name, and some countries as gpe.
awk -F '\t' -v OFS='\t' '
    function is_title(word) {
        return word ~ /^(Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col)\.?$/ ||
            word ~ /^(President|Prime|Vice|Foreign|Defense|Interior|Finance)$/ ||
            word ~ /^(Minister|Secretary|General|Senator|King|Queen|Prince)$/ ||
            word ~ /^(Chancellor|Ambassador|Ayatollah|Pope|Sheikh|Deputy)$/ ||
            word ~ /^(Admiral|Major|Brigadier|Lieutenant|Colonel|Captain)$/ ||
            word ~ /^(Sergeant|Chairman|Councilor|Governor|Judge|Justice)$/ ||
            word ~ /^(Treasury|Health|Trade|Information|State|of|Specialist)$/
    }
    { if ($2 == "B-per" || ($2 == "I-per" && cut)) {
          cut = is_title($1)
          if (cut) $2 = "O"
          else $2 = "B-per"
      } else if ($2 != "I-per") cut = 0
      print }' "$set_file" >"$scratch/gold"
score 'GMB, left out, titles cut off' "$scratch/gold" "$gmb" PER,ORG,LOC,GPE
score 'GMB, left out, titles cut off, geo and gpe as one' "$scratch/gold" \
    "per=PER,org=ORG,geo=LOC,gpe=LOC,$ours,group=LOC" PER,ORG,LOC

for set_name in wikigold:wikigold.all btc:btc.g wnut:wnut17.dev sec:sec.FIN5; do
    fit "$@" "${set_name%%:*}" >"$scratch/own"
    set_file=$train_folder/ner/${set_name#*:}.bio
    tag "$set_file"
    score "${set_name%%:*}, left out" "$set_file" \
        "person=PER,corporation=ORG,group=ORG,location=LOC,org=ORG,country=LOC,place=LOC" \
        PER,ORG,LOC
done

fit "$@" politics >"$scratch/own"
set_file=$scratch/re3d.bio
cat "$train_folder"/ner/re3d.train.bio "$train_folder"/ner/re3d.test.bio \
    >"$set_file"
tag "$set_file"
score 're3d, never trained on' "$set_file" \
    "Person=PER,Organisation=ORG,Location=LOC,$ours" PER,ORG,LOC

for fold in gold0 gold1 gold2 gold3 gold4; do
    echo "our own articles, fold $fold left out"
    fit "$@" $fold | tail -n 1
done
