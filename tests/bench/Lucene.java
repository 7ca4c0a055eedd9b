/* Lucene.java - a driver for Lucene, as most people would use it: its analyzer
 * for English, BM25, title and body stored, as many threads as it is given.
 *
 *   Lucene index DIR ARTICLES.tsv THREADS
 *   Lucene search DIR QUERY
 *   Lucene batch DIR QUERIES all|any ROUNDS   seconds go to standard error
 *
 * ARTICLES.tsv has id, title and body; backslash, tab and newline are escaped.
 */
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class Lucene {
    static final Analyzer ANALYZER = new EnglishAnalyzer();
    static final Pattern PARTS = Pattern.compile("\"([^\"]*)\"?|([^\\s\"]+)");

    static String plain(String s) {
        if (s.indexOf('\\') < 0)
            return s;
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && ++i < s.length()) {
                c = s.charAt(i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            out.append(c);
        }
        return out.toString();
    }

    static Document document(String line) {
        String[] row = line.split("\t", 3);
        String title = plain(row[1]), body = plain(row[2]);
        Document doc = new Document();
        doc.add(new StringField("id", row[0], Field.Store.YES));
        doc.add(new StoredField("title", title));
        doc.add(new StoredField("body", body));
        doc.add(new TextField("text", title + "\n" + body, Field.Store.NO));
        return doc;
    }

    static Void feed(BlockingQueue<String> lines, IndexWriter writer)
            throws Exception {
        for (String line; !(line = lines.take()).isEmpty();)
            writer.addDocument(document(line));
        lines.put(""); // for the next thread
        return null;
    }

    static void index(String dir, String file, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
        config.setRAMBufferSizeMB(256);
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1024);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (IndexWriter writer =
                 new IndexWriter(FSDirectory.open(Paths.get(dir)), config);
             BufferedReader in = Files.newBufferedReader(Paths.get(file))) {
            List<Future<Void>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++)
                done.add(pool.submit(() -> feed(lines, writer)));
            for (String line; (line = in.readLine()) != null;)
                lines.put(line);
            lines.put("");
            for (Future<Void> one : done)
                one.get();
            writer.commit();
        } finally {
            pool.shutdown();
        }
    }

    static Query query(String text, boolean any) {
        QueryBuilder builder = new QueryBuilder(ANALYZER);
        BooleanClause.Occur occur =
            any ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        Matcher m = PARTS.matcher(text);
        while (m.find()) {
            Query part = m.group(1) != null
                ? builder.createPhraseQuery("text", m.group(1))
                : builder.createBooleanQuery("text", m.group(2), occur);
            if (part != null)
                all.add(part, occur);
        }
        return all.build();
    }

    static void ask(IndexSearcher searcher, String label, Query query,
                    PrintStream out) throws IOException {
        int place = 0;
        for (ScoreDoc hit : searcher.search(query, 10).scoreDocs) {
            Document doc = searcher.doc(hit.doc, Set.of("id", "title"));
            out.println(label + "\t" + ++place + "\t" + hit.score + "\t"
                        + doc.get("id") + "\t" + doc.get("title"));
        }
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("index")) {
            index(args[1], args[2], Integer.parseInt(args[3]));
            return;
        }
        PrintStream out = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            false, StandardCharsets.UTF_8);
        try (IndexReader reader =
                 DirectoryReader.open(FSDirectory.open(Paths.get(args[1])))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            boolean batch = args[0].equals("batch");
            boolean any = batch && args[3].equals("any");
            List<String> queries =
                batch ? Files.readAllLines(Paths.get(args[2])) : List.of(args[2]);
            int rounds = batch ? Integer.parseInt(args[4]) : 1;
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++)
                for (String text : queries)
                    ask(searcher, text, query(text, any), out);
            out.flush();
            if (batch)
                System.err.println((System.nanoTime() - start) / 1e9);
        }
    }
}
