# eval.awk - how good a run is, by trec_eval's definitions (-c: every judged
# query counts, also one that the run does not answer).
#
#   awk -f eval.awk qrels run        prints: map, ndcg_cut_10, P_10, recall_100
#   awk -v each=1 -f eval.awk ...    the same for each query before them
#
# qrels: query 0 document grade; run: query Q0 document rank score tag. Grades
# above 0 are relevant; the grade is the gain, the discount log2(rank + 1).
# Like trec_eval, ranks are not believed: documents are sorted by score, equal
# ones by name, both descending.

FNR == 1 { file++ }

file == 1 {
    if (!($1 in queries)) {
        queries[$1] = 1
        order[++count] = $1
    }
    grade[$1, $3] = $4
    if ($4 > 0) {
        relevant[$1]++
        gains[$1] = gains[$1] " " $4
    }
    next
}

{
    n = ++found[$1]
    for (i = n; i > 1 && below($1, i - 1, $5, $3); i--) {
        score[$1, i] = score[$1, i - 1]
        name[$1, i] = name[$1, i - 1]
    }
    score[$1, i] = $5
    name[$1, i] = $3
}

# Does the document at rank i come behind one of this score and name?
function below(q, i, s, d) {
    if (score[q, i] + 0 != s + 0)
        return score[q, i] + 0 < s + 0
    return (name[q, i] "") < (d "")
}

function log2(x) {
    return log(x) / log(2)
}

# The discounted gain of the best order there could be, of ten.
function ideal(q,    list, n, i, k, best, sum) {
    n = split(gains[q], list, " ")
    for (k = 1; k <= n && k <= 10; k++) {
        best = k
        for (i = k + 1; i <= n; i++)
            if (list[i] + 0 > list[best] + 0)
                best = i
        i = list[k]
        list[k] = list[best]
        list[best] = i
        sum += list[k] / log2(k + 1)
    }
    return sum
}

function say(q, a, n, p, r) {
    printf "%s map=%.4f ndcg_cut_10=%.4f P_10=%.4f recall_100=%.4f\n",
        q, a, n, p, r
}

END {
    for (k = 1; k <= count; k++) {
        q = order[k]
        if (!relevant[q])
            continue
        judged++
        hits = ap = dcg = p10 = r100 = 0
        for (i = 1; i <= found[q]; i++) {
            g = grade[q, name[q, i]]
            if (g <= 0)
                continue
            hits++
            ap += hits / i
            if (i <= 10) {
                p10++
                dcg += g / log2(i + 1)
            }
            if (i <= 100)
                r100++
        }
        ap /= relevant[q]
        ndcg = dcg / ideal(q)
        p10 /= 10
        r100 /= relevant[q]
        if (each)
            say(q, ap, ndcg, p10, r100)
        map += ap
        sum_ndcg += ndcg
        sum_p += p10
        sum_r += r100
    }
    if (!judged)
        exit 1
    say("all", map / judged, sum_ndcg / judged, sum_p / judged, sum_r / judged)
}
