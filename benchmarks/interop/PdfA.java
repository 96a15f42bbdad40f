import java.io.FileInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** One line for each file and flavour, separated by tabs: file, flavour, verdict, checks, rules, the first rule broken. */
public class PdfA {
  private static final List<String> FLAVOURS = List.of("2a", "ua1");

  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.SEVERE);
    VeraGreenfieldFoundryProvider.initialise();
    for (ReleaseDetails part : ReleaseDetails.getDetails()) {
      System.out.println("version\t" + part.getId() + "\t" + part.getVersion());
    }
    for (String file : files) {
      for (String flavour : FLAVOURS) {
        System.out.println(file + "\t" + flavour + "\t" + validate(file, PDFAFlavour.byFlavourId(flavour)));
      }
    }
    System.out.println("ended");
  }

  private static String validate(String name, PDFAFlavour flavour) throws Exception {
    try (InputStream file = new FileInputStream(name);
        PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      String first = result.getTestAssertions().stream()
          .filter(row -> row.getStatus() == TestAssertion.Status.FAILED)
          .map(row -> row.getRuleId().getClause() + ": " + row.getMessage().replaceAll("\\s+", " "))
          .findFirst().orElse("");
      int rules = result.getValidationProfile().getRules().size();
      String verdict = result.isCompliant() ? "compliant" : "broken";
      return verdict + "\t" + result.getTotalAssertions() + "\t" + rules + "\t" + first;
    }
  }
}
